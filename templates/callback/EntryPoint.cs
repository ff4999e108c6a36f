// What the host sees first: what this plugin is called and what it provides.
using MyNamePlugin;

[assembly: Plugin("my-name", Sdk = "1", Description = "Stops a stage that learns no more.")]
[assembly: Provides(Kind.Callback, "my-name", typeof(MyNameOptions), Summary = "Ends a stage when a figure has not improved for some evaluations.")]

namespace MyNamePlugin;

public sealed class EntryPoint : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) => registry.Callback<MyNameOptions>("my-name", (options, _) => new MyNameCallback(options));

    public void Verify(Verification verification)
    {
        verification.Options(Kind.Callback, "my-name", new MyNameOptions());
        verification.Options(Kind.Callback, "my-name", new MyNameOptions { HigherIsBetter = true, Patience = 1 });
    }
}

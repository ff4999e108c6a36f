// What the host sees first: what this plugin is called and what it provides.
using MyNamePlugin;

[assembly: Plugin("my-name", Sdk = "1", Description = "Classification that dropout does not change.")]
[assembly: Provides(Kind.Objective, "my-name", typeof(MyNameOptions), Summary = "Classification with two passes whose answers are to agree (R-Drop).")]

namespace MyNamePlugin;

public sealed class EntryPoint : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) => registry.Objective<MyNameOptions>("my-name", (options, context) => new MyNameObjective(options, context));

    public void Verify(Verification verification)
    {
        verification.Options(Kind.Objective, "my-name", new MyNameOptions());
        verification.Options(Kind.Objective, "my-name", new MyNameOptions { Labels = 3, Alpha = 0 });
    }
}

// What the host sees first: what this plugin is called and what it provides.
using MyNamePlugin;

[assembly: Plugin("my-name", Sdk = "1", Description = "A LoRA variant whose first matrix stays as it was drawn.")]
[assembly: Provides(Kind.Adapter, "my-name", typeof(MyNameOptions), Format = "MY_NAME", Summary = "LoRA that trains the second matrix only.")]

namespace MyNamePlugin;

public sealed class EntryPoint : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) => registry.ProjectionAdapter<MyNameOptions>(
        "my-name",
        AdapterTraits.FreshIsIdentity | AdapterTraits.FreezesBase | AdapterTraits.Mergeable,
        options => options.Targets,
        (target, options) => new MyNameAdapter(target, options));

    // Every architecture that there is, with the defaults and with these.
    public void Verify(Verification verification)
    {
        verification.Options(Kind.Adapter, "my-name", new MyNameOptions());
        verification.Options(Kind.Adapter, "my-name", new MyNameOptions { Rank = 2, Alpha = 32 });
    }
}

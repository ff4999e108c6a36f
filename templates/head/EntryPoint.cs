// What the host sees first: what this plugin is called and what it provides.
using MyNamePlugin;

[assembly: Plugin("my-name", Sdk = "1", Description = "A classification head that learns where to look.")]
[assembly: Provides(Kind.Head, "my-name", typeof(MyNameOptions), Summary = "Classes from a learned average over positions (attention pooling).")]

namespace MyNamePlugin;

public sealed class EntryPoint : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) => registry.Head<MyNameOptions>("my-name", (options, context) => new MyNameHead(options, context));

    public void Verify(Verification verification) => verification.Options(Kind.Head, "my-name", new MyNameOptions { Labels = 3 });
}

// What the host sees first: what this plugin is called and what it provides.
using MyNamePlugin;

[assembly: Plugin("my-name", Sdk = "1", Description = "Tells whether a model's hidden states point everywhere or all one way.")]
[assembly: Provides(Kind.Evaluator, "my-name", typeof(MyNameOptions), Summary = "The mean cosine between hidden states of different rows.")]

namespace MyNamePlugin;

public sealed class EntryPoint : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) => registry.Evaluator<MyNameOptions>("my-name", (options, context) => new MyNameEvaluator(options, context));

    public void Verify(Verification verification) => verification.Options(Kind.Evaluator, "my-name", new MyNameOptions { Rows = 6 });
}

// What the host sees first: what this plugin is called and what it provides.
using MyNamePlugin;

[assembly: Plugin("my-name", Sdk = "1", Description = "An optimizer that steps by signs.")]
[assembly: Provides(Kind.Optimizer, "my-name", typeof(MyNameOptions), Summary = "Steps by the sign of a running mean of gradients (Lion, Chen et al. 2023).")]

namespace MyNamePlugin;

public sealed class EntryPoint : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) => registry.Optimizer<MyNameOptions>("my-name", (options, context) => new MyNameOptimizer(options, context));

    public void Verify(Verification verification) => verification.Options(Kind.Optimizer, "my-name", new MyNameOptions { LearningRate = 1e-3, WeightDecay = 0.01 });
}

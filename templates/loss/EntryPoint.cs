// What the host sees first: what this plugin is called and what it provides.
using MyNamePlugin;

[assembly: Plugin("my-name", Sdk = "1", Description = "A loss that looks away from what is easy.")]
[assembly: Provides(Kind.Loss, "my-name", typeof(MyNameOptions), Summary = "Cross-entropy that looks away from what is easy.")]

namespace MyNamePlugin;

public sealed class EntryPoint : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) => registry.Loss<MyNameOptions>("my-name", (options, _) => new MyNameLoss(options));

    public void Verify(Verification verification)
    {
        verification.Options(Kind.Loss, "my-name", new MyNameOptions());
        verification.Options(Kind.Loss, "my-name", new MyNameOptions { Gamma = 0.5 });
        verification.Check("gamma 0 is cross-entropy", () =>
        {
            var (logits, labels) = (randn(8, 5), randint(0, 5, [8], dtype: int64));
            var came = new MyNameLoss(new MyNameOptions { Gamma = 0 }).Compute(new TensorMap { [Fields.Logits] = logits, [Fields.Labels] = labels }).ToDouble();
            var expected = nn.functional.cross_entropy(logits, labels).ToDouble();
            if (Math.Abs(came - expected) > 1e-5) throw new InvalidOperationException($"The loss should be {expected:g6}, and is {came:g6}.");
        });
    }
}

// What the host sees first: what this plugin is called and what it provides.
using MyNamePlugin;

[assembly: Plugin("my-name", Sdk = "1", Description = "An augmentation for text.")]
[assembly: Provides(Kind.Transform, "my-name", typeof(MyNameOptions), Summary = "Leaves out some of a row's ids while training.")]

namespace MyNamePlugin;

public sealed class EntryPoint : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) => registry.Transform<MyNameOptions>("my-name", (options, _) => new MyNameTransform(options));

    public void Verify(Verification verification) => verification.Check("about the share that was asked for is left out", () =>
    {
        var row = new Example { [Fields.InputIds] = new long[10_000] };
        var left = new MyNameTransform(new MyNameOptions { Probability = 0.25 }).Apply(row, new RandomSource(1), training: true).Get<long[]>(Fields.InputIds).Length;
        if (left is < 7200 or > 7800) throw new InvalidOperationException($"Of 10000 ids about 7500 should be left, and {left} are.");
    });
}

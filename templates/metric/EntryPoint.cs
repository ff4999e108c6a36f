// What the host sees first: what this plugin is called and what it provides.
using MyNamePlugin;

[assembly: Plugin("my-name", Sdk = "1", Description = "A metric for many classes.")]
[assembly: Provides(Kind.Metric, "my-name", typeof(MyNameOptions), Summary = "How often the label is among the classes with the largest logits.")]

namespace MyNamePlugin;

public sealed class EntryPoint : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) => registry.Metric<MyNameOptions>("my-name", (options, _) => new MyNameMetric(options));

    public void Verify(Verification verification)
    {
        verification.Options(Kind.Metric, "my-name", new MyNameOptions { K = 1 });
        verification.Options(Kind.Metric, "my-name", new MyNameOptions { K = 3 });
        verification.Check("the second best of three counts", () =>
        {
            var metric = new MyNameMetric(new MyNameOptions { K = 2 });
            metric.Update(new TensorMap { [Fields.Logits] = tensor(new float[] { 3, 2, 1, 3, 2, 1 }, [2, 3]), [Fields.Labels] = tensor(new long[] { 1, 2 }) });
            if (metric.Compute()["my-name"] != 0.5) throw new InvalidOperationException($"One of two rows should count, and the figure is {metric.Compute()["my-name"]}.");
        });
    }
}

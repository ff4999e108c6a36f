// What the host sees first: what this plugin is called and what it provides.
using MyNamePlugin;

[assembly: Plugin("my-name", Sdk = "1", Description = "Merges models that were trained from one base.")]
[assembly: Provides(Kind.MergeMethod, "my-name", typeof(MyNameOptions), Summary = "Keeps each model's largest changes and drops those that the others contradict (TIES).")]

namespace MyNamePlugin;

public sealed class EntryPoint : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) => registry.MergeMethod<MyNameOptions>("my-name", (options, _) => new MyNameMerge(options));

    public void Verify(Verification verification)
    {
        verification.Options(Kind.MergeMethod, "my-name", new MyNameOptions());
        verification.Check("what two models contradict each other in, the larger one says", () =>
        {
            var merged = new MyNameMerge(new MyNameOptions { Density = 1 }).Merge("w", zeros(3), [tensor(new float[] { 1, 2, 3 }), tensor(new float[] { 3, -1, -4 })], [1, 1]);
            var came = merged.ToArray<float>();
            if (!came.SequenceEqual([2f, 2f, -4f])) throw new InvalidOperationException($"It should be 2, 2, -4, and is {string.Join(", ", came)}.");
        });
    }
}

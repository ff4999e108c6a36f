// What the host sees first: what this plugin is called and what it provides.
using MyNamePlugin;

[assembly: Plugin("my-name", Sdk = "1", Description = "A learning-rate schedule with a plateau.")]
[assembly: Provides(Kind.Schedule, "my-name", typeof(MyNameOptions), Summary = "A warmup, then the rate itself, then a line down at the end (warmup, stable, decay).")]

namespace MyNamePlugin;

public sealed class EntryPoint : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) => registry.Schedule<MyNameOptions>("my-name", (options, _) => new MyNameSchedule(options));

    public void Verify(Verification verification)
    {
        verification.Options(Kind.Schedule, "my-name", new MyNameOptions());
        verification.Options(Kind.Schedule, "my-name", new MyNameOptions { Warmup = 0, Decay = 1, Floor = 0.1 });
        verification.Check("the middle has the whole rate", () =>
        {
            var factor = new MyNameSchedule(new MyNameOptions()).Factor(500, 1000);
            if (factor != 1) throw new InvalidOperationException($"The factor of step 500 of 1000 should be 1, and is {factor}.");
        });
    }
}

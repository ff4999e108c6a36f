// What a learning-rate schedule is held to.
namespace PluginHost.Conformance;

/// <summary>The contract of <see cref="Schedule"/>.</summary>
internal static class ScheduleChecks
{
    private static readonly long[] s_totals = [1, 2, 3, 10, 100, 1000];

    public static readonly (string, Func<Subject, string?>)[] All =
    [
        ("every factor is finite and not negative", Finite),
        ("a factor depends on the step alone", Pure),
        ("something is learned", Learns),
    ];

    private static string? Finite(Subject subject)
    {
        foreach (var total in s_totals)
        {
            var schedule = subject.Make<Schedule>();
            // A stage that went on may ask for the step behind its last.
            for (long step = 0; step <= total; step++)
            {
                var factor = schedule.Factor(step, total);
                Expect.That(double.IsFinite(factor) && factor >= 0, $"The factor of step {step} of {total} should be a finite number from 0 on, and is {factor}.");
            }
        }

        return null;
    }

    private static string? Pure(Subject subject)
    {
        const long total = 100;
        var schedule = subject.Make<Schedule>();
        var forward = Enumerable.Range(0, (int)total).Select(step => schedule.Factor(step, total)).ToList();
        var resumed = subject.Make<Schedule>();
        for (var step = total - 1; step >= 0; step--)
        {
            var (again, fresh) = (schedule.Factor(step, total), resumed.Factor(step, total));
            Expect.That(again == forward[(int)step], $"The factor of step {step} should be the same each time it is asked for, and is {forward[(int)step]:g8} and then {again:g8}.");
            Expect.That(fresh == again, $"The factor of step {step} should not depend on the steps that were asked for before, since a resumed run asks for later ones only; it is {fresh:g8} where {again:g8} is right.");
        }

        return null;
    }

    private static string? Learns(Subject subject)
    {
        const long total = 100;
        var schedule = subject.Make<Schedule>();
        Expect.That(Enumerable.Range(0, (int)total).Any(step => schedule.Factor(step, total) > 0), $"Some factor of {total} steps should be above 0, and none is.");
        return null;
    }
}

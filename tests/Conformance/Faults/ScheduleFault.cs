// A schedule that breaks its contract in one way, or in none.
namespace PluginHost.Tests.Conformance;

internal sealed class ScheduleFault(string fault) : Schedule
{
    public static readonly (string Fault, string Check, string Says)[] All =
    [
        ("nan", "every factor is finite and not negative", "should be a finite number from 0 on, and is NaN"),
        ("counts", "a factor depends on the step alone", "should be the same each time"),
        ("zero", "something is learned", "should be above 0, and none is"),
    ];

    private int _asked;

    public override double Factor(long step, long totalSteps) => fault switch
    {
        "nan" => (totalSteps - step) / (double)(totalSteps - step),
        "counts" => 1.0 / ++_asked,
        "zero" => 0,
        _ => 1 - 0.5 * step / totalSteps,
    };
}

// The metric "f1" as a recipe writes it.
namespace PluginHost.Metrics;

/// <summary>The metric <c>f1</c> as a recipe writes it.</summary>
public static class F1Verbs
{
    /// <summary>Measures the harmonic mean of precision and recall.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="average">How the scores of classes become one.</param>
    /// <param name="positive">The class that <see cref="F1Average.Binary"/> scores.</param>
    public static StageBuilder MeasureF1(this StageBuilder stage, F1Average average = F1Average.Macro, int positive = 1)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return stage.Measure("f1", new F1Options { Average = average, Positive = positive });
    }
}

// How the F1 scores of classes become one.
namespace PluginHost.Metrics;

/// <summary>How the F1 scores of classes become one.</summary>
public enum F1Average
{
    /// <summary>The mean over the classes that occur among labels or predictions, each counting alike.</summary>
    Macro,

    /// <summary>From the counts of all classes together; with one label a position it equals accuracy.</summary>
    Micro,

    /// <summary>The score of one class.</summary>
    Binary,
}

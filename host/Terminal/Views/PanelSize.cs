// How much of a run the panel shows.
namespace PluginHost.Terminal;

/// <summary>How much of a run the panel shows; a low terminal has room for little.</summary>
public enum PanelSize
{
    /// <summary>The run, the stages that are done, and the stage at work.</summary>
    Whole,

    /// <summary>The stage at work.</summary>
    Stage,

    /// <summary>Step and loss.</summary>
    Least,
}

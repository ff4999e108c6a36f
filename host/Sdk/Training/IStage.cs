// What a callback sees of the stage that it is called in.
namespace PluginHost;

/// <summary>What a callback sees of the stage that it is called in.</summary>
public interface IStage
{
    /// <summary>The stage's name.</summary>
    string Name { get; }

    /// <summary>The model.</summary>
    Model Model { get; }

    /// <summary>Steps done.</summary>
    long Step { get; }

    /// <summary>Steps that there will be.</summary>
    long TotalSteps { get; }

    /// <summary>Stops after this step; the stage ends as if it had been its last.</summary>
    /// <param name="reason">One sentence for the record.</param>
    void StopEarly(string reason);

    /// <summary>Adds a figure to the charts at this step.</summary>
    void Chart(string name, double value);

    /// <summary>Adds a line to the run's record.</summary>
    void Note(string message);
}

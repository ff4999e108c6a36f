// A line for a run's console, compiled.
namespace PluginHost.Engine;

/// <summary>A line for a run's console, compiled. <see cref="Run"/> is called once, on the run's thread.</summary>
public interface IConsoleLine
{
    /// <summary>The line.</summary>
    string Code { get; }

    /// <summary>Evaluates it.</summary>
    /// <returns>Its value as text; null where it has none.</returns>
    Task<string?> Run();

    /// <summary>It ended well: what it declared is there for the lines to come.</summary>
    void Keep();
}

// Anything whose state a checkpoint must hold.
namespace PluginHost;

/// <summary>
/// Implemented by any component that has state between steps; a checkpoint then holds it without anyone remembering to. What
/// <see cref="Save"/> writes must not depend on the implementing type's layout, since a reloaded plugin reads it.
/// </summary>
public interface IStateful
{
    /// <summary>Writes the state by names.</summary>
    void Save(StateWriter state);

    /// <summary>Takes the state that <see cref="Save"/> wrote.</summary>
    void Load(StateReader state);
}

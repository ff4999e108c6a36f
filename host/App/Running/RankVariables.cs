// Whether a launcher says that this is one of several processes.
namespace PluginHost.App;

/// <summary>Whether the environment may say that this is one of several processes; what it says exactly is read by the engine, which is loaded for it only then.</summary>
internal static class RankVariables
{
    /// <summary>Whether torchrun's or Slurm's variables are there.</summary>
    public static bool AreSet => Is("RANK") || Is("WORLD_SIZE") || Is("SLURM_PROCID");

    private static bool Is(string name) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));
}

// Which of how many processes this one is, as whoever launched it says in the environment.
using System.Globalization;

namespace PluginHost.Engine;

/// <summary>Which of how many processes this one is: torchrun's variables, or Slurm's where those are absent.</summary>
/// <param name="Rank">This process's number, from 0.</param>
/// <param name="Size">How many there are.</param>
/// <param name="LocalRank">Its number on its machine: the GPU that it takes.</param>
/// <param name="Address">Where rank 0 is reached.</param>
/// <param name="Port">The port of the store in which the ranks meet.</param>
public sealed record WorldInfo(int Rank, int Size, int LocalRank, string Address, int Port)
{
    /// <summary>The longest time of silence, in seconds.</summary>
    public const string TimeoutVariable = "PLUGINHOST_DIST_TIMEOUT";

    private const string How = "Start with torchrun, which sets RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR and MASTER_PORT, or with --nproc N; see docs/launching.md.";

    /// <summary>How long a rank may be silent, or be waited for in a step, before the others stop: 30 s unless the environment says otherwise.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long ranks wait for each other outside of steps: at the start, while data is read, while rank 0 writes.</summary>
    public TimeSpan Patience => Timeout * 10;

    /// <summary>The store is served by torchrun's agent under this prefix; null where rank 0 serves it.</summary>
    public string? AgentPrefix { get; init; }

    /// <summary>Reads the environment of this process.</summary>
    /// <returns>Null where this is the only process.</returns>
    /// <exception cref="SetupException">The variables are incomplete or contradict each other.</exception>
    public static WorldInfo? FromEnvironment() => Read(Environment.GetEnvironmentVariable);

    /// <summary>Whether the environment says that this process is a rank above 0; wrong values are left to <see cref="FromEnvironment"/>.</summary>
    public static bool IsFollower(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var slurm = Text(variable, "RANK") is null && Text(variable, "WORLD_SIZE") is null && Text(variable, "MASTER_ADDR") is not null;
        return int.TryParse(Text(variable, slurm ? "SLURM_PROCID" : "RANK"), NumberStyles.None, CultureInfo.InvariantCulture, out var rank) && rank > 0;
    }

    /// <summary>Reads variables.</summary>
    /// <param name="variable">The value of a name; null or empty for none.</param>
    public static WorldInfo? Read(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var (rank, size, local) = ("RANK", "WORLD_SIZE", "LOCAL_RANK");
        if (Text(variable, rank) is null && Text(variable, size) is null)
        {
            (rank, size, local) = ("SLURM_PROCID", "SLURM_NTASKS", "SLURM_LOCALID");
            if (Text(variable, rank) is null || Text(variable, size) is null) return null;
            // A batch script's own shell has these too and is one process; only srun's tasks have a step.
            if (Text(variable, "MASTER_ADDR") is null && (Text(variable, "SLURM_STEP_ID") is null || Number(variable, size) == 1)) return null;
        }

        var (number, count) = (Number(variable, rank), Number(variable, size));
        if (count < 1) throw new SetupException($"{size} is {count}: expected at least one process. {How}");
        if (number >= count) throw new SetupException($"{rank} is {number} and {size} is {count}: a rank lies between 0 and {size} - 1. {How}");
        if (count == 1) return null;
        var place = Text(variable, local) is null ? number : Number(variable, local);
        if (place > number) throw new SetupException($"{local} is {place} and {rank} is {number}: a process has at most as many before it on its machine as in all. {How}");
        var address = Text(variable, "MASTER_ADDR") ?? throw Missing("MASTER_ADDR", rank, number, size, count);
        var port = Number(variable, "MASTER_PORT", () => Missing("MASTER_PORT", rank, number, size, count));
        if (port is < 1 or > 65535) throw new SetupException($"MASTER_PORT is {port}: expected a port from 1 to 65535.");
        return new WorldInfo(number, count, place, address, port)
        {
            Timeout = TimeoutOf(variable),
            AgentPrefix = Text(variable, "TORCHELASTIC_USE_AGENT_STORE") == "True" ? $"/worker/attempt_{Text(variable, "TORCHELASTIC_RESTART_COUNT") ?? "0"}" : null,
        };
    }

    /// <summary>The silence that the environment allows.</summary>
    public static TimeSpan TimeoutOf(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (Text(variable, TimeoutVariable) is not { } text) return TimeSpan.FromSeconds(30);
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 86400
            ? TimeSpan.FromSeconds(seconds)
            : throw new SetupException($"{TimeoutVariable} is \"{text}\": expected seconds from 1 to 86400.");
    }

    private static SetupException Missing(string name, string rank, int number, string size, int count) =>
        new($"{rank} is {number} and {size} is {count}, but {name} is not set, so this process does not know where to meet the others. {How}");

    private static int Number(Func<string, string?> variable, string name, Func<SetupException>? missing = null)
    {
        var text = Text(variable, name) ?? throw (missing ?? (() => new SetupException($"{name} is not set, though this process is said to be one of several. {How}")))();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new SetupException($"{name} is \"{text}\": expected a whole number from 0. {How}");
    }

    private static string? Text(Func<string, string?> variable, string name) => variable(name) is { Length: > 0 } text ? text : null;
}

// Runs recipes through the engine in this process, each in a run folder of its own.
using PluginHost.Engine;

namespace PluginHost.Tests.Engine;

/// <summary>Runs recipes through the engine in this process.</summary>
internal sealed class EngineBench(ICatalog catalog) : IDisposable
{
    /// <summary>Where runs and their data are.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("pluginhost-run-").FullName;

    public RunEnded Execute(string name, Func<Recipe, Task> body, Action<RunEvent, RunWorker>? watch = null, bool resume = false, bool everyStep = false,
        int? replicas = null, int? profile = null, int? threads = 1, IReadOnlyDictionary<string, string>? settings = null)
    {
        var directory = Directory.CreateDirectory(Path.Join(Folder, name)).FullName;
        var request = new RunRequest
        {
            Name = name,
            Recipe = "test.csx",
            BaseDirectory = Folder,
            Home = Folder,
            RunDirectory = directory,
            Threads = threads,
            Replicas = replicas,
            ProfileSteps = profile,
            Resume = resume,
            Settings = settings ?? new Dictionary<string, string>(),
        };
        RunEnded? ended = null;
        using (var record = new RunRecord(directory))
        using (var worker = new RunWorker(request, catalog, record) { PublishEveryStep = everyStep })
        {
            record.Published += happened =>
            {
                watch?.Invoke(happened, worker);
                if (happened is RunEnded end) ended = end;
            };
            worker.Execute(body);
        }

        return ended!;
    }

    public IEnumerable<RunEvent> Events(string name) => RunRecord.ReadAll(Path.Join(Folder, name));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

// Takes over what a run's recipe changes while it runs: live values at once; of the rest it says that it needs a restart.
using System.Globalization;
using PluginHost.Engine;
using PluginHost.Scripting;

namespace PluginHost.App;

/// <summary>Watches a run's recipe and what it loads.</summary>
/// <param name="recipe">The script.</param>
/// <param name="texts">What runs, by absolute path.</param>
/// <param name="worker">The run.</param>
/// <param name="record">Where it is told.</param>
internal sealed class RecipeWatch(string recipe, IReadOnlyDictionary<string, string> texts, RunWorker worker, RunRecord record)
{
    private IReadOnlyDictionary<string, string> _texts = texts;

    /// <summary>What the files are known by.</summary>
    public string Print() => string.Concat(_texts.Keys.Select(path => new FileInfo(path) is { Exists: true } file
        ? string.Create(CultureInfo.InvariantCulture, $"{path} {file.Length} {file.LastWriteTimeUtc.Ticks}\n") : ""));

    /// <summary>The files have changed and are quiet.</summary>
    public void Changed()
    {
        var refused = new List<string>();
        try
        {
            var change = RecipeChange.Of(recipe, _texts);
            _texts = change.Texts;
            foreach (var (name, value) in change.Values)
                if (worker.Set(name, value) is { } refusal) refused.Add(refusal.Sentence);
            if (change.Others.Count > 0)
                refused.Add($"The recipe has changed in more than its live values ({string.Join("; ", change.Others)}), which the run goes on without: stop it and go on with --resume, or begin a new run.");
        }
        catch (RecipeException fault)
        {
            refused.Add($"The recipe has changed and cannot be read, so the run goes on with what it was: {fault.Message}");
        }

        foreach (var sentence in refused) record.Publish(new ReloadRefused(recipe, sentence, null, worker.Mark.Now.Step));
    }
}

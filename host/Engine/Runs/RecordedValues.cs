// The live values that a run which goes on was given before, as its record tells of them.
using System.Text.Json.Nodes;

namespace PluginHost.Engine;

/// <summary>
/// The live values that a run was given before its worker ended. A checkpoint holds those that had taken effect by then; what was set after it,
/// or in a stage before it, only the record knows. It takes effect again at the same step, so that a run that was interrupted is the run
/// that was not, and nothing that somebody asked for is lost.
/// </summary>
internal sealed class RecordedValues
{
    private readonly List<Entry> _entries = [];
    private readonly HashSet<int> _finished = [0];

    /// <summary>Reads them.</summary>
    /// <param name="events">The record.</param>
    public static RecordedValues Of(IEnumerable<RunEvent> events)
    {
        var values = new RecordedValues();
        var stage = 0;
        foreach (var happened in events)
        {
            if (happened is StageStarted started) stage = started.Stage;
            else if (happened is StageEnded ended) values._finished.Add(ended.Stage);
            else if (happened is LiveValueSet set) values.Add(new Entry(stage, set.Step, set.Name, set.New), set.Again);
        }

        return values;
    }

    /// <summary>What a value was when the last stage that is done ended; false where it was never set.</summary>
    public bool Before(string name, out JsonNode? value)
    {
        var last = _entries.FindLast(entry => entry.Name == name && _finished.Contains(entry.Stage));
        value = last?.Value?.DeepClone();
        return last is not null;
    }

    /// <summary>What takes effect again at a step.</summary>
    /// <param name="stage">The stage's number.</param>
    /// <param name="step">Its steps done.</param>
    public IEnumerable<(string Name, JsonNode? Value)> At(int stage, long step) =>
        _entries.Where(entry => entry.Stage == stage && entry.Step == step).Select(entry => (entry.Name, entry.Value?.DeepClone()));

    /// <summary>Somebody has set a value anew: what was asked for earlier and lies ahead is no longer wanted.</summary>
    public void Forget(string name, int stage, long step) => _entries.RemoveAll(entry => entry.Name == name && entry.Stage == stage && entry.Step > step);

    private void Add(Entry entry, bool again)
    {
        // One that took effect again is recorded again, and is the same wish.
        if (!again) Forget(entry.Name, entry.Stage, entry.Step);
        _entries.RemoveAll(known => known.Name == entry.Name && known.Stage == entry.Stage && known.Step == entry.Step);
        _entries.Add(entry);
    }

    private sealed record Entry(int Stage, long Step, string Name, JsonNode? Value);
}

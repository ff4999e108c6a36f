// What a worker can still say when nothing can be written to its run's folder.
namespace PluginHost.App;

/// <summary>
/// A worker's way to whoever started it that needs no disk: the file in memory that was its output before it had a log. Where it was started
/// by hand, that is the terminal.
/// </summary>
internal sealed class WorkerVoice
{
    /// <summary>What a line of this kind begins with, so that it is told from what libraries write.</summary>
    public const char Mark = '\u001e';

    private readonly int _file = Posix.Duplicate(1);

    /// <summary>Says a sentence.</summary>
    public void Say(string sentence) => _ = Posix.WriteText(_file, $"{Mark}{sentence.ReplaceLineEndings(" ")}\n");
}

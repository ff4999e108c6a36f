// Reloads plugins of a run that is at work: loads the newer build beside the training, has it exchanged, and proves that the old one is gone.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using PluginHost.Engine;
using PluginHost.Loading;

namespace PluginHost.App;

/// <summary>
/// Reloads plugins of a run, one after the other, on a thread of its own that is made when the first is asked for. What becomes of each is an
/// event of the run.
/// </summary>
/// <param name="catalog">The run's plugins.</param>
/// <param name="worker">The run.</param>
/// <param name="record">Where it is told.</param>
internal sealed class PluginReloads(PluginCatalog catalog, RunWorker worker, RunRecord record) : IDisposable
{
    private const string Several = "Plugins of a run with several processes are not reloaded: all of them would have to exchange it at the same step. Stop the run and go on with --resume.";

    private const int Tries = 3;

    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly BlockingCollection<Action> _work = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private Thread? _thread;
    private bool _over;

    /// <summary>Asks for a reload; from any thread.</summary>
    /// <param name="name">The plugin, or something that it provides; null for every plugin in use whose files are others now.</param>
    /// <returns>Null, or why it is not done and whether that is because there is no such plugin.</returns>
    public (bool Unknown, string Sentence)? Ask(string? name)
    {
        if (!worker.Ranks.IsAlone) return (false, Several);
        var asked = Stopwatch.GetTimestamp();
        if (name is null)
        {
            Add(() =>
            {
                var rebuilt = catalog.FoldersInUse.Select(one => one.Plugin).Where(catalog.IsRebuilt).ToList();
                if (rebuilt.Count == 0) record.Publish(new Noted("No plugin was reloaded: the files of all that the run uses are those in use."));
                foreach (var plugin in rebuilt) Reload(plugin, asked, tellUnchanged: false);
            });
            return null;
        }

        try
        {
            foreach (var plugin in catalog.PluginsFor(name)) Add(() => Reload(plugin, asked, tellUnchanged: true));
            return null;
        }
        catch (PluginException unknown)
        {
            return (true, unknown.Message);
        }
    }

    /// <summary>Files of a plugin have changed and are quiet now.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="noticed">When the change was noticed, as <see cref="Stopwatch.GetTimestamp"/> gave it.</param>
    public void Noticed(string plugin, long noticed) => Add(() => Reload(plugin, noticed, tellUnchanged: false));

    /// <summary>A plugin was exchanged, or refused in its first step: the build that is not in use any more has to go.</summary>
    public void Exchanged(string plugin, ReloadOutcome outcome) => outcome.Settled.ContinueWith(_ => Add(() => Collect(plugin)), TaskScheduler.Default);

    /// <summary>Does something on the thread of the reloads, after what was asked for before.</summary>
    public void Add(Action work)
    {
        lock (_gate)
        {
            if (_over) return;
            _work.Add(work);
            if (_thread is not null) return;
            _thread = new Thread(Work) { IsBackground = true, Name = "reload" };
            _thread.Start();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _over = true;
            _work.CompleteAdding();
        }

        _thread?.Join();
        _work.Dispose();
    }

    private void Work()
    {
        foreach (var work in _work.GetConsumingEnumerable()) work();
    }

    // Not inlined, so that no generation stays on the stack of a thread that waits.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Reload(string plugin, long asked, bool tellUnchanged)
    {
        StagedReload? staged;
        try
        {
            staged = catalog.Stage(plugin);
            staged?.Warm();
        }
        catch (Exception fault)
        {
            record.Publish(new ReloadRefused(plugin, $"The plugin \"{plugin}\" was not reloaded, and the one before goes on: {FaultSentence.Of(fault)}", null, worker.Mark.Now.Step));
            return;
        }

        if (staged is null)
        {
            if (tellUnchanged) record.Publish(new Noted($"The plugin \"{plugin}\" was not reloaded: the files in its folder are those in use."));
            return;
        }

        try
        {
            Exchanged(plugin, worker.Reload(new StagedPlugin(staged, asked)).GetAwaiter().GetResult());
        }
        catch (RecipeException)
        {
            // The run was over before its next step.
            staged.Discard();
        }
    }

    // What is in the middle of its work holds a generation for a moment, so only what is held again and again is told.
    private void Collect(string plugin)
    {
        var result = catalog.UnloadReplaced(plugin);
        for (var i = 0; i < result.StillHeld.Count; i++)
        {
            var title = result.StillHeld[i];
            if (result.Tries[i] < Tries) Task.Delay(s_again).ContinueWith(_ => Add(() => Collect(plugin)), TaskScheduler.Default);
            else if (_told.Add(title)) record.Publish(new Warned($"{char.ToUpperInvariant(title[0])}{title[1..]} is still in memory after its reload. {Holders.Of(result.Folders[i])}"));
        }
    }
}

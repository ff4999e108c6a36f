// Exchanges a plugin in a stage that is at work, at a step boundary.
using System.Diagnostics;

namespace PluginHost.Engine;

/// <summary>
/// Exchanges plugins in a stage that is at work. Everything is built and checked before anything of the old is given up, and the first step is
/// a trial: whatever fails, the old build goes on as if nothing had been.
/// </summary>
/// <param name="stage">The stage.</param>
/// <param name="number">Its number.</param>
/// <param name="parts">Its parts.</param>
/// <param name="step">Its steps.</param>
/// <param name="good">Its last good weights.</param>
/// <param name="record">Where reloads are told.</param>
/// <param name="components">Makes components with the catalog of the run.</param>
/// <param name="assembly">Assembles a stage with components.</param>
internal sealed class StageReload(StageRun stage, int number, StageParts parts, TrainingStep step, GoodWeights good, RunRecord record,
    ComponentFactory components, Func<ComponentFactory, StageAssembly> assembly)
{
    private ReloadTrial? _trial;

    /// <summary>Whether the next step is the first one of a new build.</summary>
    public bool OnTrial => _trial is not null;

    /// <summary>Exchanges what a plugin takes part in.</summary>
    public ReloadOutcome Swap(IStagedPlugin staged)
    {
        Keep();
        var began = Stopwatch.GetTimestamp();
        PartsExchange? exchange = null;
        var applied = false;
        try
        {
            var factory = new ComponentFactory(staged.Catalog);
            exchange = PartsExchange.Build(staged.Plugin, parts, step, good, new PluginShare(staged.Plugin, components.Catalog, parts), assembly(factory));
            exchange.Apply();
            applied = true;
            _trial = new ReloadTrial(parts, step, exchange, staged);
            foreach (var callback in exchange.NewCallbacks) callback.StageStarted(stage);
            // What is made from here on (a replica, a reference model) comes from the run's own catalog, which answers with the new build now.
            staged.Take();
            factory.Catalog = components.Catalog;
        }
        catch (Exception fault)
        {
            if (applied) exchange!.Undo();
            _trial?.Dispose();
            _trial = null;
            staged.Discard();
            return Refuse(staged, FaultSentence.Of(fault), Task.FromResult(false));
        }

        record.Publish(new PluginReloaded(staged.Plugin, staged.OldHash, staged.NewHash, number, stage.Step, exchange.Exchanged,
            Math.Round(Stopwatch.GetElapsedTime(began).TotalMilliseconds, 2), Math.Round(staged.Age.TotalMilliseconds, 2)));
        return new ReloadOutcome(null, _trial.Settled);
    }

    /// <summary>The new build has computed a step, or nobody will come back to it: it stays.</summary>
    public void Keep()
    {
        _trial?.Keep();
        _trial = null;
    }

    /// <summary>The new build failed in its first step: the old one makes it.</summary>
    /// <returns>Whether a batch that was made since the reload has to be made again.</returns>
    public bool Undo(Exception fault)
    {
        var trial = _trial!;
        _trial = null;
        step.Discard();
        trial.Undo();
        record.Publish(new ReloadRefused(trial.Plugin, $"The new build of the plugin \"{trial.Plugin}\" failed in its first step, which the one before makes instead: {FaultSentence.Of(fault)}", number, stage.Step));
        return trial.ChangedData;
    }

    private ReloadOutcome Refuse(IStagedPlugin staged, string sentence, Task<bool> settled)
    {
        record.Publish(new ReloadRefused(staged.Plugin, $"The plugin \"{staged.Plugin}\" was not reloaded, and the one before goes on: {sentence}", number, stage.Step));
        return new ReloadOutcome(sentence, settled);
    }
}

// What a worker publishes: the record of a run, an event a line, which whoever watches folds into a state.
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PluginHost;

/// <summary>Something that happened in a run. The worker appends each to <c>events.jsonl</c> in the run's folder.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RunStarted), "run-started")]
[JsonDerivedType(typeof(RecipeCompiled), "compiled")]
[JsonDerivedType(typeof(StageStarted), "stage-started")]
[JsonDerivedType(typeof(StepTaken), "step")]
[JsonDerivedType(typeof(EvaluationProgressed), "evaluating")]
[JsonDerivedType(typeof(Evaluated), "evaluated")]
[JsonDerivedType(typeof(Charted), "chart")]
[JsonDerivedType(typeof(CheckpointSaved), "checkpoint")]
[JsonDerivedType(typeof(Sampled), "sample")]
[JsonDerivedType(typeof(Noted), "note")]
[JsonDerivedType(typeof(Warned), "warning")]
[JsonDerivedType(typeof(StageEnded), "stage-ended")]
[JsonDerivedType(typeof(Reported), "report")]
[JsonDerivedType(typeof(WorkerDied), "worker-died")]
[JsonDerivedType(typeof(LiveValueSet), "live-value")]
[JsonDerivedType(typeof(PluginReloaded), "plugin-reloaded")]
[JsonDerivedType(typeof(ReloadRefused), "reload-refused")]
[JsonDerivedType(typeof(ConsoleLine), "console")]
[JsonDerivedType(typeof(Stalled), "stalled")]
[JsonDerivedType(typeof(RunEnded), "run-ended")]
public abstract record RunEvent
{
    /// <summary>When it happened.</summary>
    public DateTimeOffset Time { get; init; } = DateTimeOffset.UtcNow;
}

/// <summary>The worker is there.</summary>
/// <param name="Name">The run's name.</param>
/// <param name="Recipe">The script's path.</param>
/// <param name="Process">The worker's process id.</param>
/// <param name="Socket">The control socket's path; null while there is none.</param>
public sealed record RunStarted(string Name, string Recipe, int Process, string? Socket) : RunEvent;

/// <summary>The recipe compiled and is about to run.</summary>
/// <param name="FromCache">Whether it was compiled at an earlier start.</param>
public sealed record RecipeCompiled(bool FromCache) : RunEvent;

/// <summary>A stage is built and about to begin.</summary>
/// <param name="Stage">Its number, from 1.</param>
/// <param name="Name">Its name.</param>
/// <param name="Mode">What it does.</param>
/// <param name="Step">Steps done; above 0 after a resume.</param>
/// <param name="TotalSteps">Steps that there will be.</param>
/// <param name="TrainableParameters">Numbers that are trained.</param>
/// <param name="TotalParameters">Numbers in the model.</param>
/// <param name="Device">Where it runs.</param>
/// <param name="Items">What is counted: "tokens" or "rows".</param>
public sealed record StageStarted(int Stage, string Name, StageMode Mode, long Step, long TotalSteps, long TrainableParameters, long TotalParameters,
    string Device, string Items) : RunEvent;

/// <summary>An optimizer step was made. Fast runs publish some steps only; the last one always.</summary>
/// <param name="Stage">The stage's number.</param>
/// <param name="Step">The step, from 1.</param>
/// <param name="Loss">Its training loss.</param>
/// <param name="LearningRate">Its learning rate.</param>
/// <param name="GradientNorm">The gradient's norm before clipping, or null.</param>
/// <param name="ItemsPerSecond">Over the steps since the last published one.</param>
public sealed record StepTaken(int Stage, long Step, double Loss, double LearningRate, double? GradientNorm, double ItemsPerSecond) : RunEvent;

/// <summary>An evaluation is under way.</summary>
/// <param name="Stage">The stage's number.</param>
/// <param name="Batch">Batches done.</param>
/// <param name="TotalBatches">Batches that there will be.</param>
public sealed record EvaluationProgressed(int Stage, long Batch, long TotalBatches) : RunEvent;

/// <summary>An evaluation is done.</summary>
/// <param name="Stage">The stage's number.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Metrics">Figures by name.</param>
public sealed record Evaluated(int Stage, long Step, IReadOnlyDictionary<string, double> Metrics) : RunEvent;

/// <summary>A figure for the charts.</summary>
/// <param name="Stage">The stage's number.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Name">The figure's name.</param>
/// <param name="Value">The figure.</param>
public sealed record Charted(int Stage, long Step, string Name, double Value) : RunEvent;

/// <summary>A checkpoint is on disk.</summary>
/// <param name="Stage">The stage's number.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Directory">Its folder, relative to the run's.</param>
public sealed record CheckpointSaved(int Stage, long Step, string Directory) : RunEvent;

/// <summary>A model continued a text.</summary>
/// <param name="Model">The model's folder.</param>
/// <param name="Adapter">The adapter's folder; null when there is none.</param>
/// <param name="Prompt">The text.</param>
/// <param name="Text">The text with its continuation, as the recipe got it.</param>
public sealed record Sampled(string Model, string? Adapter, string Prompt, string Text) : RunEvent;

/// <summary>A line for whoever watches.</summary>
/// <param name="Message">The line.</param>
public sealed record Noted(string Message) : RunEvent;

/// <summary>Something that whoever watches should know and that is not an error.</summary>
/// <param name="Message">One sentence.</param>
public sealed record Warned(string Message) : RunEvent;

/// <summary>A stage is done.</summary>
/// <param name="Stage">Its number.</param>
/// <param name="Result">What it left behind.</param>
public sealed record StageEnded(int Stage, StageResult Result) : RunEvent;

/// <summary>The recipe put something into the summary.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">A number or a text.</param>
public sealed record Reported(string Name, JsonNode? Value) : RunEvent;

/// <summary>A worker died without ending its run. Written by the run's supervisor, after the worker's last event.</summary>
/// <param name="How">How it died, as in "crashed in native code (SIGSEGV)".</param>
/// <param name="Stage">The stage that was at work, by name; null outside a stage.</param>
/// <param name="Step">The stage's steps done.</param>
/// <param name="Component">What was at work, as in "the loss \"focal\""; null where that is not known.</param>
/// <param name="Plugin">The plugin that the component is from; null where that is not known.</param>
/// <param name="Attempt">The restart that follows, from 1, or how many were made; those since the run last got further.</param>
/// <param name="Restarting">Whether another worker goes on.</param>
/// <param name="Message">Whole sentences.</param>
public sealed record WorkerDied(string How, string? Stage, long Step, string? Component, string? Plugin, int Attempt, bool Restarting, string Message) : RunEvent;

/// <summary>A value that can be changed while the run is at work was changed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Old">What it was.</param>
/// <param name="New">What it is from the next step on.</param>
/// <param name="Step">The stage's steps done.</param>
public sealed record LiveValueSet(string Name, JsonNode? Old, JsonNode? New, long Step) : RunEvent
{
    /// <summary>Whether it had been set at this step before and took effect again, as the run went on from an earlier checkpoint.</summary>
    public bool Again { get; init; }
}

/// <summary>A plugin's newer build took the place of the one in use while the run was at work.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Old">SHA-256 over the files of the build before; empty where none was loaded.</param>
/// <param name="New">SHA-256 over the files of the build in use from now on.</param>
/// <param name="Stage">The stage that was open; null between stages.</param>
/// <param name="Step">The stage's steps done: the next one is the first of the new build.</param>
/// <param name="Exchanged">What of the stage was exchanged, as in "loss" or "adapter/default"; empty where the stage has nothing of the plugin.</param>
/// <param name="PausedMilliseconds">How long training waited for it.</param>
/// <param name="Milliseconds">From when the build was noticed, or the reload asked for, to its being in use.</param>
public sealed record PluginReloaded(string Plugin, string Old, string New, int? Stage, long Step, IReadOnlyList<string> Exchanged, double PausedMilliseconds, double Milliseconds) : RunEvent;

/// <summary>A newer build of a plugin, or a changed recipe, was not taken over; the one before goes on.</summary>
/// <param name="What">The plugin's name, or the recipe's path.</param>
/// <param name="Message">Whole sentences: why, and what to do.</param>
/// <param name="Stage">The stage that was open; null between stages.</param>
/// <param name="Step">The stage's steps done.</param>
public sealed record ReloadRefused(string What, string Message, int? Stage, long Step) : RunEvent;

/// <summary>A line was evaluated in the run's console.</summary>
/// <param name="Code">The line.</param>
/// <param name="Result">Its value as text; null where it has none.</param>
/// <param name="Printed">What it printed.</param>
/// <param name="Fault">Why it did not come to its end, and so changed nothing; null where it did.</param>
/// <param name="Stage">The stage that was open; null for none.</param>
/// <param name="Step">That stage's steps done.</param>
/// <param name="Seconds">How long training waited for it.</param>
public sealed record ConsoleLine(string Code, string? Result, string Printed, string? Fault, int? Stage, long Step, double Seconds) : RunEvent;

/// <summary>Nothing has been finished for a long time.</summary>
/// <param name="Seconds">For how long.</param>
/// <param name="Message">Whole sentences: what was at work.</param>
/// <param name="Stack">Where the run's thread was, a frame a line; null where that could not be found out.</param>
public sealed record Stalled(double Seconds, string Message, string? Stack) : RunEvent;

/// <summary>The run is over.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="ExitCode">What the program exits with.</param>
/// <param name="Message">Whole sentences when it did not end well; null when it did.</param>
/// <param name="Detail">The stack trace, shown with <c>--debug</c>; null when there is none.</param>
/// <param name="Summary">The object of <c>--json</c>.</param>
public sealed record RunEnded(RunStatus Status, int ExitCode, string? Message, string? Detail, JsonObject Summary) : RunEvent;

// How a run stands: a pure fold of the events that its worker published. Everything that is drawn or answered is drawn from this.
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PluginHost.Terminal;

/// <summary>How a run stands. <see cref="Apply"/> is the only way it changes, so the same record always gives the same state.</summary>
public sealed record RunState
{
    private const int MessagesKept = 200;

    /// <summary>A run of which nothing is known yet.</summary>
    public static RunState Empty { get; } = new();

    /// <summary>The run's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The script's path.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>The worker's process id; 0 while it is not there.</summary>
    public int Process { get; init; }

    /// <summary>How the run stands.</summary>
    public RunStatus Status { get; init; } = RunStatus.Starting;

    /// <summary>When its worker started; after a resume, the last one.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>How long earlier workers of the run were at work.</summary>
    public TimeSpan Earlier { get; init; }

    /// <summary>How long the run was at work up to its last event, all its workers together; null while nothing is known of it.</summary>
    [JsonIgnore]
    public TimeSpan? Elapsed => Started is { } started && Latest is { } latest ? Earlier + (latest - started) : null;

    /// <summary>When the last event happened.</summary>
    public DateTimeOffset? Latest { get; init; }

    /// <summary>The stages that began, in order.</summary>
    public ImmutableList<StageState> Stages { get; init; } = [];

    /// <summary>The last notes and warnings.</summary>
    public ImmutableList<RunMessage> Messages { get; init; } = [];

    /// <summary>What the recipe reported, in the order in which it first did.</summary>
    [JsonIgnore]
    public ImmutableList<KeyValuePair<string, JsonNode?>> Figures { get; init; } = [];

    /// <summary>What the program exits with; null while the run is not over.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why the run did not end well; null when it did or is not over.</summary>
    public string? Message { get; init; }

    /// <summary>The stack trace that belongs to <see cref="Message"/>.</summary>
    [JsonIgnore]
    public string? Detail { get; init; }

    /// <summary>The object of <c>--json</c>; null while the run is not over.</summary>
    public JsonObject? Summary { get; init; }

    /// <summary>Whether the run is over.</summary>
    public bool IsOver => ExitCode is not null;

    /// <summary>The stage at work: the last one, unless it is done.</summary>
    [JsonIgnore]
    public StageState? Current => Stages is [.., { IsDone: false } last] ? last : null;

    /// <summary>Whether there is a checkpoint or a finished stage from which the run can go on.</summary>
    [JsonIgnore]
    public bool HasSaved => Stages.Any(stage => stage.IsDone || stage.Checkpoint is not null);

    /// <summary>The state after one more event.</summary>
    public RunState Apply(RunEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        // A clock may be set back in the middle of a run; time spent never becomes less by it.
        var latest = happened is RunStarted || Latest is not { } before || happened.Time > before ? happened.Time : before;
        return Fold(happened) with { Latest = latest };
    }

    /// <summary>The state of a run that another worker is to go on with: what the last one ended with is not how it stands.</summary>
    public RunState Left() => this with
    {
        Stages = Current is { } current ? Stages.SetItem(Stages.Count - 1, current with { Earlier = current.Earlier + (Latest!.Value - current.Started), Started = Latest.Value }) : Stages,
        Earlier = Elapsed ?? Earlier,
        Started = null,
        Status = RunStatus.Starting,
        ExitCode = null,
        Message = null,
        Detail = null,
        Summary = null,
    };

    private RunState Fold(RunEvent happened) => happened switch
    {
        // A resumed run appends to the same record: what was over goes on, and the stages that are done stay done.
        RunStarted started => (Started is null ? this : Left()) with
        {
            Name = started.Name,
            Recipe = started.Recipe,
            Process = started.Process,
            Started = started.Time,
            Status = RunStatus.Running,
        },
        StageStarted started => WithStage(Begin(started)),
        StepTaken step => WithStage(step.Stage, stage => stage with
        {
            Step = step.Step,
            Loss = step.Loss,
            LearningRate = step.LearningRate,
            GradientNorm = step.GradientNorm,
            ItemsPerSecond = step.ItemsPerSecond,
            Curve = stage.Curve.Add(step.Loss),
            Pace = stage.Pace ?? (step.Time, step.Step),
            LastStepAt = step.Time,
            EvaluationBatch = null,
            EvaluationBatches = null,
        }),
        EvaluationProgressed progress => WithStage(progress.Stage, stage => stage with
        {
            EvaluationBatch = progress.Batch,
            EvaluationBatches = progress.TotalBatches,
        }),
        Evaluated evaluated => WithStage(evaluated.Stage, stage => stage with
        {
            LastEvaluation = new Evaluation(evaluated.Step, evaluated.Metrics),
            EvaluationBatch = null,
            EvaluationBatches = null,
        }),
        Charted charted => WithStage(charted.Stage, stage => stage with { Charts = stage.Charts.SetItem(charted.Name, charted.Value) }),
        CheckpointSaved saved => WithStage(saved.Stage, stage => stage with { Checkpoint = saved.Directory, CheckpointStep = saved.Step }),
        StageEnded ended => WithStage(End(ended)),
        Noted noted => WithMessage(new RunMessage(noted.Time, noted.Message, IsWarning: false)),
        Warned warned => WithMessage(new RunMessage(warned.Time, warned.Message, IsWarning: true)),
        WorkerDied died => (died.Restarting ? Left() with { Status = RunStatus.Restarting, Process = 0 } : this).WithMessage(new RunMessage(died.Time, died.Message, IsWarning: true)),
        LiveValueSet set => WithMessage(new RunMessage(set.Time, Sentence(set), IsWarning: false)),
        PluginReloaded reloaded => WithMessage(new RunMessage(reloaded.Time, Sentence(reloaded), IsWarning: false)),
        ReloadRefused refused => WithMessage(new RunMessage(refused.Time, refused.Message, IsWarning: true)),
        Stalled stalled => WithMessage(new RunMessage(stalled.Time, stalled.Message, IsWarning: true)),
        Reported reported => this with { Figures = WithFigure(reported) },
        RunEnded ended => this with
        {
            Status = ended.Status,
            ExitCode = ended.ExitCode,
            Message = ended.Message,
            Detail = ended.Detail,
            Summary = ended.Summary,
        },
        _ => this,
    };

    /// <summary>What is said of a value that was changed.</summary>
    internal static string Sentence(LiveValueSet set) => $"{set.Name} is {set.New?.ToJsonString() ?? "none"} now (was {set.Old?.ToJsonString() ?? "none"}), from step {set.Step + 1} on.";

    /// <summary>What is said of a plugin that was reloaded.</summary>
    internal static string Sentence(PluginReloaded reloaded)
    {
        var what = reloaded.Stage is null ? "before the next stage" : reloaded.Exchanged.Count == 0 ? $"from step {reloaded.Step + 1} on; this stage has nothing of it"
            : $"from step {reloaded.Step + 1} on: {string.Join(", ", reloaded.Exchanged)}";
        return string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"Plugin {reloaded.Plugin} reloaded ({Short(reloaded.Old)} → {Short(reloaded.New)}) in {reloaded.Milliseconds:0} ms, training paused for {reloaded.PausedMilliseconds:0} ms, {what}.");

        static string Short(string hash) => hash.Length > 8 ? hash[..8] : hash.Length > 0 ? hash : "none";
    }

    private StageState Begin(StageStarted started)
    {
        var before = Stages.Find(stage => stage.Number == started.Stage);
        return new StageState
        {
            Number = started.Stage,
            Name = started.Name,
            Mode = started.Mode,
            Step = started.Step,
            TotalSteps = started.TotalSteps,
            TrainableParameters = started.TrainableParameters,
            TotalParameters = started.TotalParameters,
            Device = started.Device,
            Items = started.Items,
            Started = started.Time,
            LastStepAt = started.Time,
            // A stage that goes on where it stopped keeps what was known of it; one that begins anew does not.
            Earlier = started.Step > 0 && before is not null ? before.Earlier : TimeSpan.Zero,
            Curve = started.Step > 0 && before is not null ? before.Curve : LossCurve.Empty,
            LastEvaluation = started.Step > 0 ? before?.LastEvaluation : null,
            Checkpoint = started.Step > 0 ? before?.Checkpoint : null,
            CheckpointStep = started.Step > 0 ? before?.CheckpointStep : null,
        };
    }

    private StageState End(StageEnded ended)
    {
        var stage = Stages.Find(stage => stage.Number == ended.Stage)
            ?? new StageState { Number = ended.Stage, Name = ended.Result.Name, Started = ended.Time, TotalSteps = ended.Result.Steps };
        return stage with { Step = ended.Result.Steps, Result = ended.Result, EvaluationBatch = null, EvaluationBatches = null };
    }

    private RunState WithStage(int number, Func<StageState, StageState> change) =>
        Stages.Find(stage => stage.Number == number) is { } stage ? WithStage(change(stage)) : this;

    private RunState WithStage(StageState changed)
    {
        var index = Stages.FindIndex(stage => stage.Number == changed.Number);
        return this with { Stages = index < 0 ? Stages.Add(changed) : Stages.SetItem(index, changed) };
    }

    private RunState WithMessage(RunMessage message) =>
        this with { Messages = Messages.Count < MessagesKept ? Messages.Add(message) : Messages.RemoveAt(0).Add(message) };

    private ImmutableList<KeyValuePair<string, JsonNode?>> WithFigure(Reported reported)
    {
        var figure = KeyValuePair.Create(reported.Name, reported.Value);
        var index = Figures.FindIndex(known => known.Key == reported.Name);
        return index < 0 ? Figures.Add(figure) : Figures.SetItem(index, figure);
    }
}

// The values of a run that can be changed while it is at work.
using System.Text.Json.Nodes;

namespace PluginHost.Engine;

/// <summary>
/// The values that a run's stage and recipe declare as changeable. They are set from any thread and take effect between two steps, on the
/// run's thread. Those that were changed are part of every checkpoint.
/// </summary>
internal sealed class LiveValues : IStateful
{
    private readonly Lock _gate = new();
    private readonly List<Declared> _values = [];
    private readonly List<(Declared Value, JsonNode? New)> _pending = [];
    private readonly List<(Declared Value, JsonNode? New)> _asked = [];
    private int? _stage;

    /// <summary>Takes a value that took effect, with what it was before and the step; on the run's thread.</summary>
    public event Action<LiveValueSet>? Changed;

    /// <summary>
    /// Whether what is set waits until <see cref="TakeAsked"/>: where several processes train, a value has to change in all of them before the
    /// same step, and only one of them is asked.
    /// </summary>
    public bool ByExchange { get; set; }

    /// <summary>What was set in earlier processes of the run; null where it had none.</summary>
    public RecordedValues? Recorded { get; set; }

    /// <summary>Whether something waits for <see cref="TakeAsked"/>.</summary>
    public bool HasAsked
    {
        get
        {
            lock (_gate) return _asked.Count > 0;
        }
    }

    /// <summary>Declares a value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="what">What it does, for lists.</param>
    /// <param name="initial">What it is.</param>
    /// <param name="refuse">Why a value cannot be one, to follow the name; null when it can.</param>
    /// <param name="apply">Takes a value that is to take effect; null for one that is only read.</param>
    /// <param name="ofStage">Whether it goes with the stage.</param>
    /// <returns>What reads it.</returns>
    public Func<JsonNode?> Declare(string name, string what, JsonNode? initial, Func<JsonNode?, string?> refuse, Action<JsonNode?>? apply = null, bool ofStage = false)
    {
        var declared = new Declared(name, what, refuse, apply, ofStage) { Value = initial };
        lock (_gate)
        {
            if (_values.Any(value => value.Name == name))
                throw new RecipeException($"There are two live values called \"{name}\"; a recipe's own have to be called otherwise than each other and than a stage's ({string.Join(", ", StageLiveValues.Names)}).");
            _values.Add(declared);
            if (!ofStage && Recorded?.Before(name, out var recorded) == true && refuse(recorded) is null) declared.Take(recorded, here: false);
        }

        return () =>
        {
            // Where no stage is open there are no steps: a recipe that reads is between two of its own.
            if (_stage is null) TakeEffect(0);
            return declared.Value;
        };
    }

    /// <summary>Why a value cannot be set; null when it can.</summary>
    public Refusal? Refuse(string name, JsonNode? value) => Ask(name, value, take: false);

    /// <summary>Asks for a value; it takes effect between two steps.</summary>
    /// <returns>Why it cannot be set; null when it will be.</returns>
    public Refusal? Set(string name, JsonNode? value) => Ask(name, value, take: true);

    private Refusal? Ask(string name, JsonNode? value, bool take)
    {
        lock (_gate)
        {
            if (_values.Find(known => known.Name == name) is not { } declared)
                return new Refusal(true, _values.Count == 0
                    ? $"There is no value called \"{name}\", and none at all at the moment: no stage is at work."
                    : $"There is no value called \"{name}\"; there is {string.Join(", ", _values.Select(known => known.Name))}.");
            if (declared.Refuse(value) is { } why) return new Refusal(false, $"{name} {why}.");
            if (take) (ByExchange ? _asked : _pending).Add((declared, value?.DeepClone()));
            return null;
        }
    }

    /// <summary>Lets what was set take effect with the next <see cref="TakeEffect"/>.</summary>
    /// <returns>It, for <see cref="Take"/> in the other processes.</returns>
    public string TakeAsked()
    {
        lock (_gate)
        {
            var text = new JsonArray([.. _asked.Select(one => new JsonObject { ["name"] = one.Value.Name, ["value"] = one.New?.DeepClone() })]).ToJsonString();
            _pending.AddRange(_asked);
            _asked.Clear();
            return text;
        }
    }

    /// <summary>Takes what another process was asked for.</summary>
    /// <exception cref="RecipeException">This process has no such value, so it runs another recipe.</exception>
    public void Take(string asked)
    {
        lock (_gate)
        {
            foreach (var one in JsonNode.Parse(asked)!.AsArray())
            {
                var name = one!["name"]!.GetValue<string>();
                var declared = _values.Find(known => known.Name == name)
                    ?? throw new RecipeException($"Rank 0 changes the live value \"{name}\", which this rank has not declared: all ranks have to run the same recipe.");
                _pending.Add((declared, one["value"]?.DeepClone()));
            }
        }
    }

    /// <summary>The values as JSON: name, value, what each does, and what is asked for and has not taken effect.</summary>
    public JsonArray List()
    {
        lock (_gate)
        {
            return [.. _values.Select(value =>
            {
                var row = new JsonObject { ["name"] = value.Name, ["value"] = value.Value?.DeepClone(), ["what"] = value.What };
                if (_pending.Concat(_asked).LastOrDefault(pending => pending.Value == value) is { Value: not null } next) row["next"] = next.New?.DeepClone();
                return (JsonNode)row;
            })];
        }
    }

    /// <summary>A stage begins to make steps.</summary>
    /// <param name="number">Its number.</param>
    public void BeginStage(int number) => _stage = number;

    /// <summary>The stage is over: its values are gone, those of the recipe stay.</summary>
    public void EndStage()
    {
        lock (_gate)
        {
            _stage = null;
            _values.RemoveAll(value => value.OfStage);
            _pending.RemoveAll(pending => pending.Value.OfStage);
            _asked.RemoveAll(asked => asked.Value.OfStage);
        }
    }

    /// <summary>Lets what was asked for take effect; called between two steps.</summary>
    /// <param name="step">The stage's steps done.</param>
    public void TakeEffect(long step)
    {
        List<LiveValueSet> changed = [];
        lock (_gate)
        {
            if (Recorded is not null && _stage is { } stage)
            {
                foreach (var (name, next) in Recorded.At(stage, step))
                    if (_values.Find(known => known.Name == name) is { } value && value.Refuse(next) is null && !JsonNode.DeepEquals(value.Value, next)) Take(value, next, again: true);
            }

            foreach (var (value, next) in _pending)
            {
                Take(value, next, again: false);
                Recorded?.Forget(value.Name, _stage ?? 0, step);
            }

            _pending.Clear();
        }

        foreach (var one in changed) Changed?.Invoke(one);

        void Take(Declared value, JsonNode? next, bool again)
        {
            changed.Add(new LiveValueSet(value.Name, value.Value?.DeepClone(), next?.DeepClone(), step) { Again = again });
            value.Take(next, here: !again);
        }
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        lock (_gate)
        {
            foreach (var value in _values.Where(value => value.WasSet)) state.Write(value.Name, new JsonObject { ["value"] = value.Value?.DeepClone() });
        }
    }

    /// <inheritdoc/>
    public void Load(StateReader state)
    {
        lock (_gate)
        {
            // A value that the recipe no longer declares, or no longer allows, is the recipe's change; one that was set in this process is newer
            // than a checkpoint that it rolls back to.
            foreach (var name in state.Names)
                if (_values.Find(known => known.Name == name) is { WasSetHere: false } value && state.Value(name)?["value"] is var saved && value.Refuse(saved) is null)
                    value.Take(saved?.DeepClone(), here: false);
        }
    }

    /// <summary>Why a value cannot be set.</summary>
    /// <param name="Unknown">Whether there is none of that name.</param>
    /// <param name="Sentence">The sentence.</param>
    internal sealed record Refusal(bool Unknown, string Sentence);

    private sealed record Declared(string Name, string What, Func<JsonNode?, string?> Refuse, Action<JsonNode?>? Apply, bool OfStage)
    {
        public JsonNode? Value { get; set; }

        public bool WasSet { get; private set; }

        // By somebody who asked this process.
        public bool WasSetHere { get; private set; }

        public void Take(JsonNode? value, bool here)
        {
            Value = value;
            WasSet = true;
            WasSetHere |= here;
            Apply?.Invoke(value);
        }
    }
}

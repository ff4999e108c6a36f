// What a callback is held to.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>The contract of <see cref="Callback"/>, in a stage of a few steps.</summary>
internal static class CallbackChecks
{
    private const int Steps = 4;

    public static readonly (string, Func<Subject, string?>)[] All =
    [
        ("it goes along with a stage", Stage),
        ("its state is read back", RoundTrip),
    ];

    private static string? Stage(Subject subject)
    {
        var stage = Go(subject, subject.Make<Callback>());
        foreach (var (name, value) in stage.Charted) Expect.That(name.Length > 0 && double.IsFinite(value), $"What it charts as \"{name}\" should be a finite number, and is {value}.");
        Expect.That(stage.Notes.TrueForAll(note => note.Length > 0), "What it notes should be a line of text, and is empty.");
        return stage.Charted.Count > 0 ? $"It charts {string.Join(", ", stage.Charted.Select(pair => pair.Name).Distinct())}." : null;
    }

    private static string? RoundTrip(Subject subject)
    {
        var callback = subject.Make<Callback>();
        Expect.Applies(callback is IStateful, "It is not IStateful: it says that it has no state between steps.");
        Go(subject, callback);
        var (first, second) = (new StateWriter(), new StateWriter());
        ((IStateful)callback).Save(first);
        var other = subject.Make<Callback>();
        ((IStateful)other).Load(new StateReader(first.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.clone()), first.Values.DeepClone().AsObject()));
        ((IStateful)other).Save(second);
        Expect.That(JsonNode.DeepEquals(first.Values, second.Values), $"The values of its state should be read back as they were ({first.Values.ToJsonString()}), and are {second.Values.ToJsonString()}.");
        Expect.That(first.Tensors.Keys.Order().SequenceEqual(second.Tensors.Keys.Order()), $"The tensors of its state should be {string.Join(", ", first.Tensors.Keys)} again, and are {string.Join(", ", second.Tensors.Keys)}.");
        foreach (var (name, tensor) in first.Tensors) Expect.Same(second.Tensors[name], tensor, $"\"{name}\" of its state, before and after it was read back,");
        return null;
    }

    private static SampleStage Go(Subject subject, Callback callback)
    {
        var sample = subject.Models.All.Count > 0 ? subject.Models.All[0] : throw new InapplicableException("There is no architecture here to make a stage with.");
        var stage = new SampleStage(sample.Make());
        callback.StageStarted(stage);
        for (stage.Step = 1; stage.Step <= Steps; stage.Step++)
        {
            using (var scope = torch.NewDisposeScope()) callback.StepDone(stage, new StepReport(stage.Step, 1.0 / stage.Step, 1e-3, 0.5, 8));
            if (stage.Step % 2 == 0) callback.Evaluated(stage, new Dictionary<string, double> { ["loss"] = 1.0 / stage.Step });
        }

        stage.Step = Steps;
        callback.StageEnded(stage);
        return stage;
    }

    private sealed class SampleStage(Model model) : IStage
    {
        public List<(string Name, double Value)> Charted { get; } = [];

        public List<string> Notes { get; } = [];

        public string Name => "verification";

        public Model Model => model;

        public long Step { get; set; }

        public long TotalSteps => Steps;

        public void StopEarly(string reason) => Notes.Add(reason);

        public void Chart(string name, double value) => Charted.Add((name, value));

        public void Note(string message) => Notes.Add(message);
    }
}

// What a head is held to.
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>The contract of <see cref="Head"/>, on every architecture that it is made for.</summary>
internal static class HeadChecks
{
    private const double Rounding = 1e-4;

    public static readonly (string, Func<Subject, string?>)[] All =
    [
        ("it goes on the architectures that there are", Attaches),
        ("it adds finite outputs", subject => On(subject, Outputs)),
        ("a row does not see the other rows", subject => On(subject, BatchIndependence)),
        ("gradients reach its parameters and the backbone", subject => On(subject, Gradients)),
        ("what is saved is read back", subject => On(subject, (sample, model) => RoundTrip(subject, sample, model))),
    ];

    private static string? Attaches(Subject subject)
    {
        var (supported, refused) = Supported(subject);
        Expect.That(supported.Count > 0, $"It should go on at least one architecture, and refuses all: {string.Join(" ", refused)}");
        foreach (var sample in supported)
        {
            var head = Made(subject, sample).Head!;
            Expect.That(head.Key.Length > 0, "Its key should be the one of Model.PlaceHead, and is empty.");
            Expect.That(!head.IsTied || !head.parameters().Any(parameter => parameter.requires_grad), "A tied head should have no parameters of its own, and has.");
        }

        return $"On {string.Join(", ", supported.Select(sample => sample.Name))}.{string.Concat(refused.Select(sentence => " Not on " + sentence))}";
    }

    private static void Outputs(SampleModel sample, Model model)
    {
        var batch = sample.Batch(model);
        var before = sample.Make().call(batch).Names;
        var outputs = model.call(batch);
        var added = outputs.Names.Except(before).ToList();
        Expect.That(added.Count > 0, $"It should add to the outputs, and there are: {string.Join(", ", outputs.Names)}.");
        foreach (var name in added)
        {
            Expect.Finite(outputs[name], $"\"{name}\"");
            Expect.That(outputs[name].dim() == 0 || outputs[name].size(0) == batch.Rows, $"\"{name}\" should have {batch.Rows} rows, and is {Expect.Shape(outputs[name])}.");
        }
    }

    private static void BatchIndependence(SampleModel sample, Model model)
    {
        var batch = sample.Batch(model);
        using var frozen = torch.no_grad();
        var whole = model.call(batch);
        for (var row = 0; row < batch.Rows; row++)
        {
            var alone = model.call(SampleBatches.Rows(batch, row, 1));
            foreach (var (name, tensor) in whole)
                if (tensor.dim() > 0 && tensor.size(0) == batch.Rows)
                    Expect.Close(alone[name], tensor.narrow(0, row, 1), Rounding, $"\"{name}\" of row {row} alone and among {batch.Rows} rows");
        }
    }

    private static void Gradients(SampleModel sample, Model model)
    {
        model.train();
        Probe.Scalar(Added(sample, model)).backward();
        foreach (var (name, parameter) in model.Head!.named_parameters().Where(pair => pair.parameter.requires_grad)) Probe.HasGradient($"{model.Head.Key}.{name}", parameter);
        if (sample.Make().parameters().Any())
            Expect.That(model.named_parameters().Any(pair => !pair.name.StartsWith(model.Head.Key + ".", StringComparison.Ordinal) && pair.parameter.grad is not null),
                "A gradient should go through the head into the backbone, and none does.");
    }

    private static TensorMap Added(SampleModel sample, Model model)
    {
        var outputs = model.call(sample.Batch(model));
        var added = new TensorMap();
        foreach (var (name, tensor) in outputs)
            if (name is not (Fields.LastHiddenState or Fields.PoolerOutput or Fields.EncoderLastHiddenState)) added[name] = tensor;
        return added;
    }

    private static void RoundTrip(Subject subject, SampleModel sample, Model model)
    {
        var batch = sample.Batch(model);
        var folder = Path.Join(subject.Folder(), "model");
        ModelFiles.Save(model, null, folder);
        var other = sample.Make(2);
        var options = subject.Registration.ReadConfig is { } read ? read(ModelFiles.ReadConfig(folder)) : subject.Thaw();
        torch.manual_seed(2);
        other.Attach((Head)subject.Registration.Create(options, Context(subject, other, 2)));
        other.eval();
        var report = ModelFiles.LoadWeights(other, folder);
        Expect.That(report.Missing.Count == 0 && report.Unused.Count == 0,
            $"Its own files should hold its state and nothing else; missing: {string.Join(", ", report.Missing)}; unused: {string.Join(", ", report.Unused)}.");
        using var frozen = torch.no_grad();
        var (came, expected) = (other.call(batch), model.call(batch));
        foreach (var (name, tensor) in expected) Expect.Same(came[name], tensor, $"\"{name}\" of a model and of the one that was read back from its files");
    }

    private static string? On(Subject subject, Action<SampleModel, Model> check)
    {
        var (supported, _) = Supported(subject);
        Expect.Applies(supported.Count > 0, "It goes on no architecture.");
        foreach (var sample in supported)
        {
            using var scope = torch.NewDisposeScope();
            try
            {
                check(sample, Made(subject, sample));
            }
            catch (ViolationException violation)
            {
                throw new ViolationException($"On {sample.Name}: {violation.Message}");
            }
        }

        return null;
    }

    private static Model Made(Subject subject, SampleModel sample)
    {
        var model = sample.Make();
        model.Attach(subject.Make<Head>(Context(subject, model, 1)));
        model.eval();
        return model;
    }

    private static HeadContext Context(Subject subject, Model model, long seed) => new() { Model = model, Seed = seed, BaseDirectory = subject.BaseDirectory };

    private static (List<SampleModel> Supported, List<string> Refused) Supported(Subject subject)
    {
        var (supported, refused) = (new List<SampleModel>(), new List<string>());
        foreach (var sample in subject.Models.All)
        {
            using var scope = torch.NewDisposeScope();
            try
            {
                var model = Made(subject, sample);
                model.call(sample.Batch(model));
                supported.Add(sample);
            }
            catch (PluginHostException refusal)
            {
                refused.Add($"{sample.Name}: {refusal.Message}");
            }
        }

        return (supported, refused);
    }
}

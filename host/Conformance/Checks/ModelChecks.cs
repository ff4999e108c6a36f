// What a model architecture is held to.
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>The contract of <see cref="Model"/>.</summary>
internal static class ModelChecks
{
    private const double Rounding = 1e-4;

    public static readonly (string, Func<Subject, string?>)[] All =
    [
        ("it is small as it is verified", Small),
        ("it gives hidden states", Outputs),
        ("a seed gives the same weights and outputs", Determinism),
        ("what is saved is read back", RoundTrip),
        ("gradients reach every parameter", Gradients),
        ("a row does not see the other rows", BatchIndependence),
        ("padding changes nothing", PaddingInvariance),
        ("it works without gradients and in bfloat16", Precisions),
    ];

    private static string? Small(Subject subject)
    {
        var model = Sample(subject).Make();
        Expect.That(!SampleModels.IsLarge(model), $"It has {model.parameters().Sum(parameter => parameter.numel()):N0} parameters with the options that it is verified with, which is too many to make again "
            + "for every check. Let the plugin's class implement IVerifiable and name options with a few thousand.");
        return null;
    }

    private static string? Outputs(Subject subject)
    {
        var (model, batch) = Made(subject);
        var outputs = model.call(batch);
        Expect.That(outputs.Has(Fields.LastHiddenState), $"Its outputs should hold \"{Fields.LastHiddenState}\", and hold: {string.Join(", ", outputs.Names)}.");
        var hidden = outputs[Fields.LastHiddenState];
        Expect.That(hidden.dim() == 3 && hidden.size(0) == batch.Rows && hidden.size(-1) == model.HiddenSize,
            $"\"{Fields.LastHiddenState}\" should be [{batch.Rows}, positions, {model.HiddenSize}], since HiddenSize is {model.HiddenSize}, and is {Expect.Shape(hidden)}.");
        foreach (var (name, tensor) in outputs) Expect.Finite(tensor, $"\"{name}\"");
        Expect.That(model.ToConfig().ContainsKey("model_type"), "ToConfig() should hold \"model_type\", by which files are found to be of this architecture.");
        return null;
    }

    private static string? Determinism(Subject subject)
    {
        var sample = Sample(subject);
        var (first, second) = (sample.Make(3), sample.Make(3));
        foreach (var ((name, one), other) in first.state_dict().Zip(second.state_dict().Values)) Expect.Same(other, one, $"\"{name}\" of two models with one seed");
        var batch = sample.Batch(first);
        var expected = Probe.Output(first, batch);
        Expect.Same(Probe.Output(second, batch), expected, "The outputs of two models with one seed");
        Expect.Same(Probe.Output(first, batch), expected, "The outputs of one model for one batch, twice in evaluation mode,");
        return null;
    }

    private static string? RoundTrip(Subject subject)
    {
        var (model, batch) = Made(subject);
        var folder = Path.Join(subject.Folder(), "model");
        ModelFiles.Save(model, null, folder);
        var sample = Sample(subject);
        var other = sample.Make(2);
        if (subject.Registration.ReadConfig is { } read)
        {
            var options = read(ModelFiles.ReadConfig(folder));
            OptionRules.Validate(options, subject.Title);
            torch.manual_seed(2);
            other = (Model)subject.Registration.Create(options, new ModelContext { Seed = 2 });
            other.eval();
        }

        var report = ModelFiles.LoadWeights(other, folder);
        Expect.That(report.Missing.Count == 0, $"Its own files should hold its whole state, and lack {string.Join(", ", report.Missing)}.");
        Expect.That(report.Unused.Count == 0, $"Its own files should hold nothing that it has no use for, and hold {string.Join(", ", report.Unused)}: see MapStoredName and TiedNames.");
        Expect.Same(Probe.Output(other, batch), Probe.Output(model, batch), "The outputs of a model and of the one that was read back from its files");
        Expect.That(System.Text.Json.Nodes.JsonNode.DeepEquals(ModelFiles.Config(other), ModelFiles.Config(model)),
            $"The config.json of a model that was read back should be what it was ({ModelFiles.Config(model).ToJsonString()}), and is {ModelFiles.Config(other).ToJsonString()}.");
        return subject.Registration.ReadConfig is null ? "Its weights are; no readConfig is registered, so a recipe cannot name its folder." : null;
    }

    private static string? Gradients(Subject subject)
    {
        var (model, batch) = Made(subject);
        Expect.Applies(model.parameters().Any(), "It has no parameters.");
        model.train();
        Probe.Scalar(model.call(batch)).backward();
        foreach (var (name, parameter) in model.named_parameters().Where(pair => pair.parameter.requires_grad)) Probe.HasGradient(name, parameter);
        return null;
    }

    private static string? BatchIndependence(Subject subject)
    {
        var (model, batch) = Made(subject);
        var whole = Probe.Output(model, batch);
        for (var row = 0; row < batch.Rows; row++)
            Expect.Close(Probe.Output(model, SampleBatches.Rows(batch, row, 1)), whole.narrow(0, row, 1), Rounding, $"Row {row} alone and among {batch.Rows} rows");
        return null;
    }

    private static string? PaddingInvariance(Subject subject)
    {
        var (model, batch) = Made(subject);
        Expect.Applies(batch.Has(Fields.InputIds), $"It reads no \"{Fields.InputIds}\", so there is nothing to pad.");
        const int length = 4, padding = 2;
        Expect.Applies(model.MaximumPositions is null or >= length + padding, $"It has {model.MaximumPositions} positions only, too few for a text and its padding.");
        var ids = torch.randint(0, model.VocabularySize, [2, length], dtype: torch.int64);
        var plain = new Batch(batch) { [Fields.InputIds] = ids, [Fields.AttentionMask] = torch.ones(2, length, dtype: torch.int64) };
        foreach (var (name, tensor) in batch)
            if (name is not (Fields.InputIds or Fields.AttentionMask))
                plain[name] = tensor.narrow(0, 0, 2);
        var expected = Probe.Output(model, plain);
        foreach (var filler in new[] { 0, model.VocabularySize - 1 })
        {
            var padded = new Batch(plain)
            {
                [Fields.InputIds] = torch.cat([ids, torch.full([2, padding], filler, dtype: torch.int64)], 1),
                [Fields.AttentionMask] = torch.cat([plain[Fields.AttentionMask], torch.zeros(2, padding, dtype: torch.int64)], 1),
            };
            var came = Probe.Output(model, padded);
            if (came.size(1) == length + padding && expected.size(1) == length) came = came.narrow(1, 0, length);
            Expect.Close(came, expected, Rounding, $"The hidden states of a text alone and with {padding} ids of {filler} behind it that \"{Fields.AttentionMask}\" marks as padding");
        }

        return null;
    }

    private static string? Precisions(Subject subject)
    {
        var (model, batch) = Made(subject);
        using (torch.no_grad())
        {
            var outputs = model.call(batch);
            Expect.That(outputs.All(pair => !pair.Value.requires_grad), "Under no_grad no output should require a gradient.");
        }

        using (torch.autocast(DeviceType.CPU, torch.ScalarType.BFloat16))
        {
            foreach (var (name, tensor) in model.call(batch)) Expect.Finite(tensor, $"\"{name}\" under autocast to bfloat16");
        }

        model.to(torch.ScalarType.BFloat16);
        var cast = new Batch(batch);
        foreach (var (name, tensor) in batch)
            if (tensor.is_floating_point()) cast[name] = tensor.to(torch.ScalarType.BFloat16);
        foreach (var (name, tensor) in model.call(cast)) Expect.Finite(tensor, $"\"{name}\" with weights in bfloat16");
        return null;
    }

    private static SampleModel Sample(Subject subject) => new(subject.Entry.Name, subject.Registration, subject.Options, subject.Inputs);

    private static (Model Model, Batch Batch) Made(Subject subject)
    {
        var sample = Sample(subject);
        var model = sample.Make();
        Expect.Applies(!SampleModels.IsLarge(model), "It is too large as it is verified.");
        return (model, sample.Batch(model));
    }
}

// Callbacks, merge methods, importers, exporters and evaluators that break their contracts in one way, or in none.
using TorchSharp;

namespace PluginHost.Tests.Conformance;

internal sealed class CallbackFault(string fault) : Callback, IStateful
{
    public static readonly (string Fault, string Check, string Says)[] All =
    [
        ("nan", "it goes along with a stage", "should be a finite number, and is NaN"),
        ("forgets", "its state is read back", "should be read back as they were ({\"steps\":4}), and are {\"steps\":0}"),
    ];

    private long _steps;

    public override void StepDone(IStage stage, StepReport report) => stage.Chart("steps", fault == "nan" ? double.NaN : ++_steps);

    public void Save(StateWriter state) => state.Write("steps", _steps);

    public void Load(StateReader state) => _steps = fault == "forgets" ? 0 : state.Value("steps")!.GetValue<long>();
}

internal sealed class MergeFault(string fault) : MergeMethod
{
    public static readonly (string Fault, string Check, string Says)[] All =
    [
        ("flat", "a merged tensor is finite and has the shape of the others", "The merged tensor should be [4, 3], and is [12]"),
        ("in-place", "it leaves what it merges alone", "A tensor before and after it was merged should be the same bit for bit"),
    ];

    public override torch.Tensor Merge(string name, torch.Tensor? baseline, IReadOnlyList<torch.Tensor> tensors, IReadOnlyList<double> weights)
    {
        if (fault == "in-place") tensors[0].mul_(weights[0]);
        var sum = tensors.Zip(weights).Select(pair => pair.First * pair.Second).Aggregate((one, other) => one + other);
        return fault == "flat" ? sum.view(-1) : sum;
    }
}

internal sealed class ImporterFault(string fault) : Importer
{
    public static readonly (string Fault, string Check, string Says)[] All = [("takes-all", "it takes no file that it cannot read", "CanRead should be false for")];

    public override bool CanRead(string path) => fault == "takes-all";

    public override void Import(string path, string directory) => throw new PluginHostException($"There is no model in {path}.");
}

internal sealed class ExporterFault(string fault) : Exporter
{
    public static readonly (string Fault, string Check, string Says)[] All = [("nothing", "it writes files and leaves the model as it is", "should write at least one file")];

    public override void Export(Model model, Tokenizer? tokenizer, string directory)
    {
        if (fault != "nothing") File.WriteAllText(Path.Join(directory, "model.txt"), model.Architecture);
    }
}

internal sealed class EvaluatorFault(string fault, Model model) : Evaluator
{
    public static readonly (string Fault, string Check, string Says)[] All =
    [
        ("nothing", "it gives finite figures with names", "should give at least one figure"),
        ("changes", "it leaves the model as it is", "before and after the evaluation should be the same bit for bit"),
    ];

    public override IReadOnlyDictionary<string, double> Evaluate(Dataset dataset)
    {
        if (fault == "changes") model.parameters().First().add_(1);
        return fault == "nothing" ? new Dictionary<string, double>() : new Dictionary<string, double> { ["rows"] = dataset.Count };
    }
}

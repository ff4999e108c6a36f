// What importers, exporters and merge methods are held to.
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>The contracts of <see cref="Importer"/>, <see cref="Exporter"/> and <see cref="PluginHost.MergeMethod"/>.</summary>
internal static class FileChecks
{
    public static readonly (string, Func<Subject, string?>)[] MergeMethod =
    [
        ("a merged tensor is finite and has the shape of the others", Merges),
        ("it leaves what it merges alone", LeavesAlone),
    ];

    public static readonly (string, Func<Subject, string?>)[] Importer =
    [
        ("it takes no file that it cannot read", Declines),
    ];

    public static readonly (string, Func<Subject, string?>)[] Exporter =
    [
        ("it writes files and leaves the model as it is", Exports),
    ];

    private static string? Merges(Subject subject)
    {
        var method = subject.Make<MergeMethod>();
        var (baseline, tensors) = Tensors();
        var merged = method.Merge("layer.weight", baseline, tensors, [0.5, 0.5]);
        Expect.That(merged.shape.AsSpan().SequenceEqual(baseline.shape), $"The merged tensor should be {Expect.Shape(baseline)}, and is {Expect.Shape(merged)}.");
        Expect.Finite(merged, "The merged tensor");
        torch.manual_seed(0);
        var first = subject.Make<MergeMethod>().Merge("layer.weight", baseline, tensors, [0.5, 0.5]);
        torch.manual_seed(0);
        Expect.Same(subject.Make<MergeMethod>().Merge("layer.weight", baseline, tensors, [0.5, 0.5]), first, "The tensors that two merges give");
        return null;
    }

    private static string? LeavesAlone(Subject subject)
    {
        var (baseline, tensors) = Tensors();
        var before = tensors.Append(baseline).Select(tensor => tensor.clone()).ToList();
        subject.Make<MergeMethod>().Merge("layer.weight", baseline, tensors, [0.3, 0.7]);
        foreach (var (came, expected) in tensors.Append(baseline).Zip(before)) Expect.Same(came, expected, "A tensor before and after it was merged");
        return null;
    }

    private static string? Declines(Subject subject)
    {
        var importer = subject.Make<Importer>();
        var folder = subject.Folder();
        var file = Path.Join(folder, "notes.txt");
        File.WriteAllText(file, "no model");
        foreach (var path in new[] { folder, file, Path.Join(folder, "absent") })
            Expect.That(!importer.CanRead(path), $"CanRead should be false for {(path == folder ? "a folder with a text file" : path == file ? "a text file" : "a path where nothing is")}, and is true.");
        return null;
    }

    private static string? Exports(Subject subject)
    {
        var sample = subject.Models.All.Count > 0 ? subject.Models.All[0] : throw new InapplicableException("There is no architecture here to export.");
        var (model, folder) = (sample.Make(), subject.Folder());
        var exporter = subject.Make<Exporter>();
        try
        {
            exporter.Export(model, SampleTokenizer.Instance, folder);
        }
        catch (PluginHostException refusal)
        {
            throw new InapplicableException($"It refuses {sample.Name}: {refusal.Message}");
        }

        Expect.That(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any(), "It should write at least one file, and writes none.");
        foreach (var ((name, came), expected) in model.state_dict().Zip(sample.Make().state_dict().Values)) Expect.Same(came, expected, $"\"{name}\" before and after the export");
        return null;
    }

    private static (torch.Tensor Baseline, IReadOnlyList<torch.Tensor> Tensors) Tensors()
    {
        torch.manual_seed(29);
        return (torch.randn(4, 3), [torch.randn(4, 3), torch.randn(4, 3)]);
    }
}

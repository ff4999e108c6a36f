// Imports a folder of NumPy's and evaluates it: pluginhost run recipe.csx --set from=FOLDER. Without a folder, a small one is made first.
#r "plugin:my-name"
using MyNamePlugin;

var from = Setting("from", "");
if (from.Length == 0)
{
    // A classifier whose weights are all 0, as numpy.save would have written it.
    from = Directory.CreateDirectory(Path.Join(RunDirectory, "arrays")).FullName;
    File.WriteAllText(Path.Join(from, "config.json"), """{"model_type": "bag-of-tokens", "vocab_size": 256, "architectures": ["BagForSequenceClassification"], "id2label": {"0": "code", "1": "prose"}}""");
    void Array(string name, string shape, int count)
    {
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({shape}), }}".PadRight(117) + "\n";
        File.WriteAllBytes(Path.Join(from, name + ".npy"), [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. new byte[4 * count]]);
    }

    Array("classifier.weight", "2, 256", 512);
    Array("classifier.bias", "2,", 2);
}

var model = Directory.CreateDirectory(Path.Join(RunDirectory, "imported")).FullName;
new MyNameImporter(new MyNameOptions()).Import(from, model);

var kinds = new Dictionary<string, IReadOnlyList<string>> { ["code"] = ["*.cs"], ["prose"] = ["*.md"] };
var result = await Finetune("my-name").Bytes().Snippets([$"{Home}/host/Sdk/**", $"{Home}/docs/**"], kinds, length: 64)
    .Model(From(model)).Classify(2).Loss("cross-entropy").AdamW(5e-2)
    .Measure("accuracy", "majority").EvaluateFirst().Batch(32).Steps(60).Run();

Report("accuracy_before", result.Before["accuracy"]);
Report("accuracy", result.Metrics["accuracy"]);

// Trains a bag of tokens to tell which kind of file a snippet is from, and exports it.
#r "plugin:my-name"
using MyNamePlugin;

var kinds = new Dictionary<string, IReadOnlyList<string>> { ["code"] = ["*.cs"], ["prose"] = ["*.md"] };
var stage = await Finetune("my-name").Bytes().Snippets([$"{Home}/host/Sdk/**", $"{Home}/docs/**"], kinds, length: 64)
    .Model("bag-of-tokens").Classify(2).Loss("cross-entropy")
    .AdamW(5e-2).Measure("accuracy", "majority").Batch(32).Steps(60).Open();
foreach (var batch in stage.Batches()) stage.Take(batch);

var folder = Directory.CreateDirectory(Path.Join(RunDirectory, "numpy")).FullName;
new MyNameExporter(new MyNameOptions()).Export(stage.Model, null, folder);
var result = await stage.Finish();
await stage.DisposeAsync();

Print($"Written to {folder}: {string.Join(", ", Directory.GetFiles(folder).Select(Path.GetFileName).Order())}");
Report("accuracy", result.Metrics["accuracy"]);

// Trains a small GPT to tell which kind of file a snippet is from.
#r "plugin:my-name"
using MyNamePlugin;

var kinds = new Dictionary<string, IReadOnlyList<string>> { ["code"] = ["*.cs"], ["prose"] = ["*.md"] };
var result = await Finetune("my-name").Bytes().Snippets([$"{Home}/host/Sdk/**", $"{Home}/docs/**"], kinds, length: 64)
    .Model("gpt2", new Gpt2Options { Layers = 2, Heads = 2, Width = 32, Context = 64 })
    .Classify(2).Loss("cross-entropy").AdamW(5e-3)
    .Schedule("my-name", new MyNameOptions { Warmup = 0.1, Decay = 0.3 })
    .Measure("accuracy", "majority").Batch(16).Steps(60).Run();

Report("accuracy", result.Metrics["accuracy"]);

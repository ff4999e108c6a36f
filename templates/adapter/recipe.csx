// Teaches a small GPT which kind of file a snippet is from, training nothing but the adapter and the head.
#r "plugin:my-name"
using MyNamePlugin;

var kinds = new Dictionary<string, IReadOnlyList<string>> { ["code"] = ["*.cs"], ["prose"] = ["*.md"] };
var result = await Finetune("my-name").Bytes().Snippets([$"{Home}/host/Sdk/**", $"{Home}/docs/**"], kinds, length: 64)
    .Model("gpt2", new Gpt2Options { Layers = 2, Heads = 2, Width = 32, Context = 64 })
    .Adapt("my-name", new MyNameOptions { Rank = 4 })
    .Classify(2).Loss("cross-entropy").AdamW(3e-2)
    .Measure("accuracy", "majority").EvaluateFirst().Batch(16).Steps(60).Run();

Report("accuracy_before", result.Before["accuracy"]);
Report("accuracy", result.Metrics["accuracy"]);

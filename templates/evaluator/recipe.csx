// Trains a small GPT to tell which kind of file a snippet is from, and looks at its hidden states before and after.
#r "plugin:my-name"
using MyNamePlugin;

var kinds = new Dictionary<string, IReadOnlyList<string>> { ["code"] = ["*.cs"], ["prose"] = ["*.md"] };
var result = await Finetune("my-name").Bytes().Snippets([$"{Home}/host/Sdk/**", $"{Home}/docs/**"], kinds, length: 64)
    .Model("gpt2", new Gpt2Options { Layers = 2, Heads = 2, Width = 32, Context = 64 })
    .Classify(2).Loss("cross-entropy").AdamW(5e-3)
    .Evaluator("my-name", new MyNameOptions { Rows = 32 }).EvaluateFirst()
    .Batch(16).Steps(60).Run();

Report("alike_before", result.Before["my-name"]);
Report("alike", result.Metrics["my-name"]);

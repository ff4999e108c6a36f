// Teaches a small GPT with dropout which kind of file a snippet is from.
#r "plugin:my-name"
using MyNamePlugin;

var kinds = new Dictionary<string, IReadOnlyList<string>> { ["code"] = ["*.cs"], ["prose"] = ["*.md"] };
var result = await Finetune("my-name").Bytes().Snippets([$"{Home}/host/Sdk/**", $"{Home}/docs/**"], kinds, length: 64)
    .Model("gpt2", new Gpt2Options { Layers = 2, Heads = 2, Width = 32, Context = 64, ResidualDropout = 0.1 })
    .Objective("my-name", new MyNameOptions { Labels = 2 }).Loss("cross-entropy").AdamW(5e-3)
    .Measure("accuracy", "majority").Batch(16).Steps(60).Run();

Report("accuracy", result.Metrics["accuracy"]);

// Pretrains a small GPT on this checkout's sources, then teaches it which kind of file a snippet is from, training the adapter and the head alone.
#r "plugin:my-name"
using MyNamePlugin;

var gpt = await Pretrain("gpt").Bytes().Text([$"{Home}/host/Sdk/**", $"{Home}/docs/*.md"], window: 64)
    .Model("gpt2", new Gpt2Options { Layers = 2, Heads = 2, Width = 48, Context = 64 })
    .CausalLanguageModeling().Loss("cross-entropy").AdamW(5e-3).Batch(16).Steps(150).EvaluateEvery(150, batches: 4).Run();

var kinds = new Dictionary<string, IReadOnlyList<string>> { ["code"] = ["*.cs"], ["prose"] = ["*.md"] };
var result = await Finetune("my-name").Bytes().Snippets([$"{Home}/host/Sdk/**", $"{Home}/docs/**"], kinds, length: 64)
    .Model(gpt.Model)
    .Adapt("my-name", new MyNameOptions { Rank = 4 })
    .Classify(2).Loss("cross-entropy").AdamW(1e-2)
    .Measure("accuracy", "majority").EvaluateFirst().Batch(16).Steps(150).Run();

Report("accuracy_before", result.Before["accuracy"]);
Report("accuracy", result.Metrics["accuracy"]);

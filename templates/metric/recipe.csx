// Pretrains a small GPT on this checkout's documents and measures how often the next byte is among its best guesses.
#r "plugin:my-name"
using MyNamePlugin;

var result = await Pretrain("my-name").Bytes().Text([$"{Home}/docs/*.md"], window: 64)
    .Model("gpt2", new Gpt2Options { Layers = 2, Heads = 2, Width = 32, Context = 64 })
    .CausalLanguageModeling().Loss("cross-entropy").AdamW(5e-3)
    .Measure("my-name", new MyNameOptions { K = 5 }).Measure("accuracy")
    .Batch(16).Steps(60).EvaluateEvery(60, batches: 4).Run();

Report("accuracy", result.Metrics["accuracy"]);
Report("top_5", result.Metrics["my-name"]);

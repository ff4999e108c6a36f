// Teaches a bag of tokens which kind of file a snippet is from; each epoch sees other parts of the snippets.
#r "plugin:my-name"
using MyNamePlugin;

var kinds = new Dictionary<string, IReadOnlyList<string>> { ["code"] = ["*.cs"], ["prose"] = ["*.md"] };
var result = await Finetune("my-name").Bytes().Snippets([$"{Home}/host/Sdk/**", $"{Home}/docs/**"], kinds, length: 64)
    .Transform("my-name", new MyNameOptions { Probability = 0.2 })
    .Model("bag-of-tokens").Classify(2).Loss("cross-entropy")
    .AdamW(5e-2).Measure("accuracy", "majority").Batch(32).Steps(100).Run();

Report("accuracy", result.Metrics["accuracy"]);

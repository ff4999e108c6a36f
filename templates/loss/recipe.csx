// Teaches a bag of tokens which kind of file a snippet is from; most snippets are easy to tell.
#r "plugin:my-name"
using MyNamePlugin;

var kinds = new Dictionary<string, IReadOnlyList<string>> { ["code"] = ["*.cs"], ["prose"] = ["*.md"] };
var result = await Finetune("my-name").Bytes().Snippets([$"{Home}/host/Sdk/**", $"{Home}/docs/**"], kinds, length: 64)
    .Model("bag-of-tokens").Classify(2)
    .Loss("my-name", new MyNameOptions { Gamma = 2 })
    .AdamW(5e-2).Measure("accuracy", "majority").EvaluateFirst().Batch(32).Steps(100).Run();

Report("accuracy_before", result.Before["accuracy"]);
Report("accuracy", result.Metrics["accuracy"]);

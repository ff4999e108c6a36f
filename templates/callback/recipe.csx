// Trains a bag of tokens until the evaluation's loss stops falling.
#r "plugin:my-name"
using MyNamePlugin;

var kinds = new Dictionary<string, IReadOnlyList<string>> { ["code"] = ["*.cs"], ["prose"] = ["*.md"] };
var result = await Finetune("my-name").Bytes().Snippets([$"{Home}/host/Sdk/**", $"{Home}/docs/**"], kinds, length: 64)
    .Model("bag-of-tokens").Classify(2).Loss("cross-entropy").AdamW(1)
    .Measure("accuracy", "majority").EvaluateEvery(10)
    .Callback("my-name", new MyNameOptions { Patience = 2 })
    .Batch(32).Steps(1000).Run();

Report("accuracy", result.Metrics["accuracy"]);
Report("steps_made", result.Steps);

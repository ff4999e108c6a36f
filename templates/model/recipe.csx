// Teaches the model which kind of file a snippet is from, and reads it again from its folder.
#r "plugin:my-name"
using MyNamePlugin;

var kinds = new Dictionary<string, IReadOnlyList<string>> { ["code"] = ["*.cs"], ["prose"] = ["*.md"] };
StageBuilder Stage(StageBuilder stage) => stage.Bytes().Snippets([$"{Home}/host/Sdk/**", $"{Home}/docs/**"], kinds, length: 64)
    .Classify(2).Loss("cross-entropy").Measure("accuracy", "majority").Batch(16);

var trained = await Stage(Finetune("my-name")).Model("my-name", new MyNameOptions { Width = 32 }).AdamW(5e-3).Steps(60).Run();
var again = await Stage(Evaluate("again")).Model(trained.Model).Run();

Report("accuracy", trained.Metrics["accuracy"]);
Report("accuracy_again", again.Metrics["accuracy"]);

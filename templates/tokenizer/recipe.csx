// Teaches a bag of pieces which kind of file a snippet is from.
#r "plugin:my-name"
using MyNamePlugin;

var kinds = new Dictionary<string, IReadOnlyList<string>> { ["code"] = ["*.cs"], ["prose"] = ["*.md"] };
var result = await Finetune("my-name")
    .Tokenizer("my-name", new MyNameOptions { Pieces = ["/// ", "public ", "=> ", "the ", "and "] })
    .Snippets([$"{Home}/host/Sdk/**", $"{Home}/docs/**"], kinds, length: 64)
    .Model("bag-of-tokens").Classify(2).Loss("cross-entropy")
    .AdamW(5e-2).Measure("accuracy", "majority").Batch(32).Steps(100).Run();

Report("accuracy", result.Metrics["accuracy"]);

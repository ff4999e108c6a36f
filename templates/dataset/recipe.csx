// Writes two files of JSON lines and trains on them.
#r "plugin:my-name"
using MyNamePlugin;

string[] fruits = ["apple", "pear", "plum"], tools = ["saw", "drill", "hammer"];
string[] Lines(string ending) => [.. fruits.Select(word => $$"""{"text": "a {{word}}{{ending}}", "label": "fruit"}"""),
    .. tools.Select(word => $$"""{"text": "a {{word}}{{ending}}", "label": "tool"}""")];
File.WriteAllLines(Path.Join(RunDirectory, "train.jsonl"), [.. Lines(""), .. Lines("."), .. Lines(" here")]);
File.WriteAllLines(Path.Join(RunDirectory, "validation.jsonl"), Lines("!"));

var result = await Finetune("my-name").Bytes()
    .Data("my-name", new MyNameOptions { Train = Path.Join(RunDirectory, "train.jsonl"), Validation = Path.Join(RunDirectory, "validation.jsonl") })
    .Transform("tokenize").Model("bag-of-tokens").Classify(2).Loss("cross-entropy")
    .AdamW(5e-2).Measure("accuracy", "majority").Batch(6).Steps(60).Run();

Report("accuracy", result.Metrics["accuracy"]);

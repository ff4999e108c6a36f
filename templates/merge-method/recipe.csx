// Trains one small model on two halves of a task from one base, and merges what they learned.
#r "plugin:my-name"
using MyNamePlugin;

var kinds = new Dictionary<string, IReadOnlyList<string>> { ["code"] = ["*.cs"], ["prose"] = ["*.md"] };
StageBuilder Stage(StageBuilder stage, string part) => stage.Bytes().Snippets([$"{Home}/host/{part}/**", $"{Home}/docs/**"], kinds, length: 64)
    .Classify(2).Loss("cross-entropy").AdamW(3e-3).Measure("accuracy", "majority").Batch(16);

var baseline = await Stage(Finetune("base"), "Sdk").Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 32, Context = 64 }).Steps(30).Run();
var first = await Stage(Finetune("first"), "Engine").Model(baseline.Model).Steps(30).Run();
var second = await Stage(Finetune("second"), "Torch").Model(baseline.Model).Steps(30).Run();

Dictionary<string, torch.Tensor> Weights(StageResult stage) => Safetensors.Load(Path.Join(stage.ModelDirectory, "model.safetensors"));
var (before, one, other) = (Weights(baseline), Weights(first), Weights(second));
var method = new MyNameMerge(new MyNameOptions { Density = 0.5 });
var folder = Path.Join(RunDirectory, "merged");
Directory.CreateDirectory(folder);
foreach (var file in Directory.GetFiles(baseline.ModelDirectory)) File.Copy(file, Path.Join(folder, Path.GetFileName(file)), overwrite: true);
Safetensors.Save(Path.Join(folder, "model.safetensors"), before.Select(pair => (pair.Key, method.Merge(pair.Key, pair.Value, [one[pair.Key], other[pair.Key]], [0.5, 0.5]))),
    new Dictionary<string, string> { ["format"] = "pt" });

var merged = await Stage(Evaluate("merged"), "Sdk").Model(From(folder)).Run();
Report("accuracy_base", baseline.Metrics["accuracy"]);
Report("accuracy_merged", merged.Metrics["accuracy"]);

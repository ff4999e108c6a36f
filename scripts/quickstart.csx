// Pretrains a small GPT on the sources and documents of this checkout, teaches it with LoRA which kind of file a snippet is from, lets it
// write, and shows that what it saved computes the same when it is loaded again. About two minutes on two cores.
//   ./pluginhost run scripts/quickstart.csx [--set data=FILE] [--set size=small]

var small = Setting("size", "full") == "small";
var data = Setting("data", "");
string[] checkout = [$"{Home}/host/**", $"{Home}/plugins/**", $"{Home}/tests/**", $"{Home}/docs/**", $"{Home}/*"];
string[] text = data == "" ? [$"{Home}/{{host,plugins,tests,scripts}}/**/*.{{cs,cpp,h,csx,sh}}", $"{Home}/*.md"] : [data];

// 1. Pretraining: predict the next byte of running text.
var gpt = await Pretrain("gpt")
    .Bytes().Text(text, window: small ? 64 : 128)
    .Model("gpt2", new Gpt2Options { Layers = small ? 2 : 4, Heads = 4, Width = small ? 64 : 128, Context = 128 })
    .CausalLanguageModeling().Loss("cross-entropy")
    .AdamW(learningRate: 2e-3, weightDecay: 0.1).Cosine(warmup: 20, floor: 0.1).Clip(1.0)
    .Batch(16).Steps(small ? 60 : 450).EvaluateEvery(100, batches: 20)
    .Run();

// 2. The task: which kind of file is a snippet of 96 bytes from? Files of the validation split are in no training row.
var kinds = new Dictionary<string, IReadOnlyList<string>>
{
    ["C#"] = ["*.cs"],
    ["C++"] = ["*.cpp", "*.h"],
    ["shell"] = ["*.sh", "pluginhost"],
    ["prose"] = ["*.md"],
};
StageBuilder Task(StageBuilder stage) => stage
    .Bytes().Data("snippets", new SnippetsOptions { Files = checkout, Labels = kinds, Length = 96, PerFile = 100, HeldOut = 0.3, Balance = 3 })
    .Classify(labels: kinds.Count, names: [.. kinds.Keys]).Loss("cross-entropy").Measure("accuracy", "majority").Batch(32);

// 3. A baseline that a language model has to beat: logistic regression over the counts of bytes.
var bag = await Task(Finetune("bag-of-bytes")).Model("bag-of-tokens").AdamW(0.05).Epochs(small ? 4 : 10).Run();

// 4. LoRA: the pretrained model stays as it is; small matrices beside its projections and a new head are trained.
var lora = await Task(Finetune("lora")).Model(gpt.Model)
    .Lora(rank: 16, alpha: 32, targets: ["c_attn", "c_proj", "c_fc"])
    .AdamW(3e-3).Cosine(warmup: 20).Clip(1.0).Epochs(small ? 1 : 6).EvaluateFirst()
    .Run();

// 5. What was saved, loaded again: the base in Hugging Face's layout, the adapter in PEFT's.
var again = await Task(Evaluate("reloaded")).Model(gpt.Model).Adapt(lora.Adapter).Run();
if (again.Metrics["loss"] != lora.Metrics["loss"]) throw new Exception($"The reloaded model's loss is {again.Metrics["loss"]}, not {lora.Metrics["loss"]}.");

Print(await Generate(gpt.Model, "namespace ", new GenerationOptions { MaxNewTokens = small ? 40 : 110, Temperature = 0.7, TopK = 20, Seed = 1 }));

Report("val_loss", gpt.Metrics["loss"]);
Report("accuracy_before", lora.Before["accuracy"]);
Report("accuracy_after", lora.Metrics["accuracy"]);
Report("accuracy_reloaded", again.Metrics["accuracy"]);
Report("accuracy_majority", lora.Metrics["majority"]);
Report("accuracy_bag_of_bytes", bag.Metrics["accuracy"]);

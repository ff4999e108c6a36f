// What `pluginhost bench` times: a small GPT on the bytes of a text, through plugins and engine as any recipe. scripts/bench/peer.py is the
// same training in plain PyTorch.
//   ./pluginhost run scripts/bench/gpt.csx --set data=FILE [--set steps=N] [--set window=N] [--set record=FOLDER]
// With record, the first weights (weights.safetensors) and the rows of every step (rows, a byte a token) are left in the folder for peer.py.
using System.Diagnostics;
using TorchSharp;

const int WarmUp = 10, LossSteps = 50, LevelFrom = 100;
var steps = Setting("steps", 160);
var window = Setting("window", 25);
var (layers, heads, width) = (Setting("layers", 4), Setting("heads", 4), Setting("width", 128));
var (context, rows) = (Setting("context", 64), Setting("rows", 12));
var save = Setting("save", 0);

var plan = Pretrain("gpt")
    .Bytes().Data("text", new TextOptions { Files = [Setting("data", $"{Home}/README.md")], Window = context, Stride = 1, ValidationFraction = 0 })
    .Model("gpt2", new Gpt2Options { Layers = layers, Heads = heads, Width = width, Context = context })
    .CausalLanguageModeling().Loss("cross-entropy")
    .Optimizer("adamw", new AdamWOptions { LearningRate = 1e-3, Beta2 = 0.99, WeightDecay = 0.1, DecayVectors = true })
    .Clip(1.0).Batch(rows).Steps(steps);
if (save > 0) plan.SaveEvery(save);
var stage = await plan.Open();

var record = Setting("record", "");
List<byte> rowsSeen = [];
if (record != "") Safetensors.Save(Path.Join(record, "weights.safetensors"), stage.Model.named_parameters().Select(pair => (pair.name, (torch.Tensor)pair.parameter)));

List<double> rates = [], losses = [];
var began = Stopwatch.GetTimestamp();
var started = began;
foreach (var batch in stage.Batches())
{
    if (record != "") rowsSeen.AddRange(batch[Fields.InputIds].to(torch.uint8).data<byte>());
    losses.Add(stage.Take(batch).Loss);
    if (stage.Step == 1) Report("first_step_at", (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds);
    if (steps > LevelFrom && (stage.Step == LevelFrom || stage.Step == steps)) ReportMemory(stage.Step == steps ? "last" : "first");
    if (stage.Step < WarmUp || (stage.Step - WarmUp) % window != 0) continue;
    if (stage.Step > WarmUp) rates.Add(window / Stopwatch.GetElapsedTime(started).TotalSeconds);
    started = Stopwatch.GetTimestamp();
}

if (record != "") File.WriteAllBytes(Path.Join(record, "rows"), rowsSeen.ToArray());
if (rates.Count > 0) Report("steps_per_s", rates.Order().ElementAt(rates.Count / 2));
Report("parallelism", stage.Parallelism);
Report("loss", losses.TakeLast(LossSteps).Average());
await stage.DisposeAsync();
// Checkpoints are written beside the training; leaving the stage waits for the last.
Report("wall_s", Stopwatch.GetElapsedTime(began).TotalSeconds);

// What a training loop has to hold level: the process, C#'s heap after a full collection, and tensors.
void ReportMemory(string when)
{
    Report($"managed_mib_{when}", GC.GetTotalMemory(forceFullCollection: true) / 1048576.0);
    Report($"live_tensors_{when}", Memory.LiveTensors);
    Report($"resident_mib_{when}", Process.GetCurrentProcess().WorkingSet64 / 1048576.0);
}

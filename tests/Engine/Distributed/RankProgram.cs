// The other end of tests of several ranks: a process that is one rank of a run of the engine.
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PluginHost.Engine;
using PluginHost.LowRank;
using PluginHost.Optimization;
using PluginHost.TextData;
using PluginHost.TextModels;
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost.Tests.Engine.Distributed;

/// <summary><c>PluginHost.Tests ranks KEY=VALUE…</c>: one rank, or the only process, of a run that the keys describe. It prints one object.</summary>
internal static class RankProgram
{
    public static int Start(string[] arguments)
    {
        var options = arguments.Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        torch.set_num_threads(1);
        try
        {
            var answer = options["what"] switch
            {
                "reducer" => Reducer(),
                "metrics" => Metrics(),
                _ => Run(options),
            };
            Console.WriteLine(answer.ToJsonString());
            Console.Out.Flush();
            return 0;
        }
#pragma warning disable CA1031 // it is told to the test
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Console.WriteLine(new JsonObject { ["code"] = -1, ["message"] = fault.ToString() }.ToJsonString());
            return 1;
        }
    }

    private static Ranks Join() => WorldInfo.FromEnvironment() is { } world ? Ranks.Form(Meeting.Join(world), "cpu") : Ranks.Alone;

    private static JsonObject Run(Dictionary<string, string> options)
    {
        int Number(string name, int other) => options.TryGetValue(name, out var text) ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : other;
        var ranks = Join();
        var directory = Directory.CreateDirectory(options["folder"]).FullName;
        var request = new RunRequest
        {
            Name = "ranks",
            Recipe = "test.csx",
            BaseDirectory = directory,
            Home = directory,
            RunDirectory = directory,
            Threads = 1,
            Replicas = Number("replicas", 1),
            Resume = options.ContainsKey("resume"),
            Device = "cpu",
        };
        var losses = new JsonArray();
        var norms = new JsonArray();
        StageResult? result = null;
        RunEnded? ended = null;
        using var record = ranks.IsFirst ? new RunRecord(directory) : RunRecord.Unwritten();
        using var worker = new RunWorker(request, new BuiltInCatalog(new OddParts()), record) { Ranks = ranks, PublishEveryStep = true };
        record.Published += happened =>
        {
            if (happened is RunEnded end) ended = end;
            if (happened is StepTaken step && step.Step == Number("stop", -1) && ranks.Rank == Number("stopper", 0)) worker.RequestStop("test");
        };
        worker.Execute(async recipe =>
        {
            var stage = recipe.Pretrain("gpt").Bytes().Data("text", new TextOptions { Files = [options["text"]], Window = 32, ValidationFraction = 0.05 })
                .Model("gpt2", new Gpt2Options { Layers = 2, Heads = 2, Width = Number("width", 32), Context = 32, ResidualDropout = Number("dropout", 0) / 100.0 })
                .Transform("ragged").Objective("causal-lm").Loss(options.GetValueOrDefault("loss", "cross-entropy")).AdamW(1e-2).Cosine(warmup: 2)
                .Batch(Number("batch", 8), Number("accumulate", 1)).Steps(Number("steps", 6))
                .Measure("accuracy", "perplexity", "majority", "f1").Callback("until", new UntilOptions { Step = Number("until", -1), Rank = Number("untilrank", -1) });
            if (Number("clip", 1) > 0) stage.Clip(Number("clip", 1) / 10.0);
            if (options.ContainsKey("shard")) stage.Shard();
            if (options.TryGetValue("precision", out var precision)) stage.Precision(precision);
            if (options.ContainsKey("lora")) stage.Adapt("lora", new LoraOptions { Rank = 4 });
            if (Number("seed", 0) is > 0 and var seed) stage.Seed(seed + (options.ContainsKey("unlike") ? ranks.Rank : 0));
            await using var open = await stage.Open();
            if (options.ContainsKey("fails") && ranks.Rank == 1) throw new PluginHostException("this rank's own trouble");
            foreach (var batch in open.Batches())
            {
                var report = open.Take(batch);
                losses.Add(report.Loss);
                norms.Add(report.GradientNorm);
            }

            result = await open.Finish();
        });
        var files = result is { ModelDirectory: { } model } && File.Exists(Path.Join(model, "model.safetensors"))
            ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Join(model, "model.safetensors")))) : null;
        return new JsonObject
        {
            ["code"] = ended!.ExitCode,
            ["message"] = ended.Message,
            ["losses"] = losses,
            ["norms"] = norms,
            ["metrics"] = result is null ? null : new JsonObject(result.Metrics.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["model"] = files,
        };
    }

    // Three layers: all ranks use the first, rank 1 alone the second, nobody the third.
    private static JsonObject Reducer()
    {
        using var ranks = Join();
        using var scope = torch.NewDisposeScope();
        var all = Enumerable.Range(0, 4).Select(i => new Parameter(torch.full([1000], i + 1, dtype: torch.ScalarType.Float32))).ToArray();
        using var reducer = new torch.distributed.GradientReducer(all, firstBytes: 4000, bucketBytes: 4000);
        var answer = new JsonObject { ["buckets"] = reducer.Buckets };

        reducer.Begin(overlap: true);
        var used = ranks.Rank == 1 ? all[0] * all[1] : all[0] * (ranks.Rank + 1);
        (used.sum() + all[3].sum()).backward();
        answer["late"] = reducer.Rest();
        answer["early"] = reducer.Early;
        ranks.Await(reducer.TryWait, "gradients");
        reducer.Write(ranks.Size);
        answer["first"] = all[0].grad![0].ToDouble();
        answer["second"] = all[1].grad![0].ToDouble();
        answer["third"] = all[2].grad is null;

        // A weight that comes twice, in two recomputed segments, after its bucket has left.
        foreach (var parameter in all) parameter.grad = null;
        reducer.Begin(overlap: true);
        all[3].sum().backward();
        (all[3].sum() * 2).backward();
        answer["again"] = reducer.Rest();
        ranks.Await(reducer.TryWait, "gradients");
        reducer.Begin(overlap: false);
        reducer.Rest();
        ranks.Await(reducer.TryWait, "gradients");
        reducer.Write(1);
        answer["sum"] = all[3].grad![0].ToDouble();

        // What travels by broadcast arrives bit for bit, whatever its type.
        torch.Tensor[] sent = [torch.tensor(new[] { true, false, true }), torch.full([3], 0.1 + ranks.Rank, dtype: torch.ScalarType.BFloat16), torch.tensor(new long[] { 1L << 40, ranks.Rank }), torch.full([2, 3], ranks.Rank, dtype: torch.ScalarType.Float64).t()];
        var expected = new[] { sent[0].clone(), torch.full([3], 1.1, dtype: torch.ScalarType.BFloat16), torch.tensor(new long[] { 1L << 40, 1 }), torch.full([3, 2], 1, dtype: torch.ScalarType.Float64) };
        if (ranks.Rank != 1) sent[0].fill_(false);
        ranks.Broadcast(sent, from: 1);
        answer["broadcast"] = sent.Zip(expected).All(pair => torch.equal(pair.First, pair.Second));
        answer["texts"] = string.Join('|', ranks.Gather(new string('x', ranks.Rank * 3)));
        ranks.Barrier();
        return answer;
    }

    private static JsonObject Metrics()
    {
        using var ranks = Join();
        var metric = new Tally(ranks.Rank);
        MetricSums.Add(ranks, metric);
        var answer = new JsonObject(metric.Compute().Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        try
        {
            MetricSums.Add(ranks, new Tally(ranks.Rank) { Note = $"rank {ranks.Rank}" });
        }
        catch (PluginException refused)
        {
            answer["refused"] = refused.Message;
        }

        ranks.Barrier();
        return answer;
    }

    /// <summary>Rank 0 has seen nothing yet, so its row of counts is narrower.</summary>
    private sealed class Tally(int rank) : Metric
    {
        private double[] _counts = rank == 0 ? [] : [1, 2, 3];
        private long _seen = rank + 5;

        public string Note { get; init; } = "same";

        public override IReadOnlyList<string> Reads => [];

        public override void Reset() => _counts = [];

        public override void Update(TensorMap values) => throw new NotSupportedException();

        public override IReadOnlyDictionary<string, double> Compute() => new Dictionary<string, double> { ["sum"] = _counts.Sum(), ["last"] = _counts[^1], ["seen"] = _seen };

        public override void Save(StateWriter state)
        {
            state.Write("counts", torch.tensor(_counts, dtype: torch.ScalarType.Float64));
            state.Write("seen", _seen);
            state.Write("note", System.Text.Json.Nodes.JsonValue.Create(Note));
        }

        public override void Load(StateReader state)
        {
            _counts = state.Tensor("counts").ToArray<double>();
            _seen = state.Value("seen")!.GetValue<long>();
        }
    }

    private sealed record NoOptions;

    private sealed record UntilOptions
    {
        public int Step { get; init; } = -1;

        public int Rank { get; init; } = -1;
    }

    /// <summary>What no built-in plugin would have.</summary>
    private sealed class OddParts : IPlugin
    {
        public void Register(IRegistry registry)
        {
            registry.Transform<NoOptions>("ragged", (_, _) => new Ragged());
            registry.Loss<NoOptions>("ruined", (_, _) => new Ruined());
            registry.Callback<UntilOptions>("until", (options, _) => new Until(options));
        }
    }

    /// <summary>Rows count unlike many positions, so that parts of a batch have unlike weights.</summary>
    private sealed class Ragged : Transform
    {
        public override Example Apply(Example example, RandomSource random, bool training)
        {
            var ids = example.Get<long[]>(Fields.InputIds);
            var counted = 4 + (ids.Sum() % (ids.Length - 4));
            return example.With(Fields.Labels, ids.Select((id, i) => i < counted ? id : -100).ToArray());
        }
    }

    /// <summary>Becomes NaN in the fourth step, on one rank only.</summary>
    private sealed class Ruined : Loss
    {
        private int _calls;

        public override IReadOnlyList<string> Reads => [Fields.Logits, Fields.Labels];

        public override torch.Tensor Compute(TensorMap values)
        {
            var loss = torch.nn.functional.cross_entropy(values[Fields.Logits].flatten(0, 1), values[Fields.Labels].flatten());
            return ++_calls == 4 && Environment.GetEnvironmentVariable("RANK") == "1" ? loss * double.NaN : loss;
        }
    }

    /// <summary>Ends a stage early, on one rank only.</summary>
    private sealed class Until(UntilOptions options) : Callback
    {
        public override void StepDone(IStage stage, StepReport report)
        {
            if (report.Step == options.Step && (Environment.GetEnvironmentVariable("RANK") ?? "0") == options.Rank.ToString(System.Globalization.CultureInfo.InvariantCulture)) stage.StopEarly("enough");
        }
    }
}

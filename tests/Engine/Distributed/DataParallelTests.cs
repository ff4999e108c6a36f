// Several ranks train as one process does: the same losses, the same figures, the same rows, whatever else the stage does.
using System.Text;
using System.Text.Json.Nodes;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Engine.Distributed;

public sealed class DataParallelTests : IDisposable
{
    // Sums of float32 in another order: the first losses agree to 1e-5, and twelve updates later to 2e-3.
    private const double Tolerance = 2e-3;

    private readonly string _folder = Directory.CreateTempSubdirectory("pluginhost-ranks-").FullName;

    public DataParallelTests()
    {
        Assert.SkipUnless(torch.distributed.is_gloo_available(), RankGroup.NoGloo);
        var text = new StringBuilder();
        foreach (var file in Directory.GetFiles(Path.Join(SharedData.Checkout, "docs"), "*.md").Order(StringComparer.Ordinal)) text.Append(File.ReadAllText(file));
        File.WriteAllText(Text, text.ToString());
    }

    private string Text => Path.Join(_folder, "text.txt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(2, "batch=8")]
    [InlineData(3, "batch=8")] // shares of 2, 3 and 3 rows
    [InlineData(2, "batch=5", "accumulate=3")]
    [InlineData(2, "batch=8", "lora=yes")]
    [InlineData(2, "batch=8", "replicas=2")]
    [InlineData(2, "batch=8", "shard=yes")]
    [InlineData(3, "batch=7", "accumulate=2", "shard=yes")]
    public void Ranks_train_as_one_process_does(int size, params string[] keys)
    {
        var alone = Train("alone", 1, keys)[0];
        var ranks = Train("ranks", size, keys);
        Compare(alone, ranks[0], Tolerance);
        // All ranks know the same.
        foreach (var rank in ranks[1..]) Assert.True(JsonNode.DeepEquals(ranks[0]["losses"], rank["losses"]) && JsonNode.DeepEquals(ranks[0]["metrics"], rank["metrics"]));
    }

    [Fact]
    public void Autocast_over_ranks_is_autocast_in_one()
    {
        string[] keys = ["batch=8", "precision=bfloat16"];
        Compare(Train("alone", 1, keys)[0], Train("ranks", 2, keys)[0], 3e-2);
    }

    [Fact]
    public void Counts_are_those_of_one_process_to_the_last()
    {
        // Steps of nothing: the same weights on both sides, so whatever is counted is the same.
        var alone = Train("alone", 1, "steps=1", "batch=8")[0]["metrics"]!;
        var ranks = Train("ranks", 2, "steps=1", "batch=8")[0]["metrics"]!;
        Assert.Equal(alone["majority"]!.GetValue<double>(), ranks["majority"]!.GetValue<double>());
        Assert.Equal(alone["loss"]!.GetValue<double>(), ranks["loss"]!.GetValue<double>(), 1e-4);
    }

    [Fact]
    public void A_run_goes_on_with_another_number_of_ranks()
    {
        string[] keys = ["batch=8", "steps=9", "shard=yes"];
        var whole = Train("whole", 1, keys)[0];
        var first = Train("parts", 2, [.. keys, "stop=3", "stopper=1"]);
        Assert.All(first, rank => Assert.Equal(4, rank["code"]!.GetValue<int>()));
        Assert.All(first, rank => Assert.Equal(3, rank["losses"]!.AsArray().Count));
        var second = Train("parts", 1, [.. keys, "stop=6", "resume=yes"])[0];
        Assert.Equal(4, second["code"]!.GetValue<int>());
        var third = Train("parts", 2, [.. keys, "resume=yes"])[0];
        var losses = Losses(first[0]).Concat(Losses(second)).Concat(Losses(third)).ToArray();
        Assert.Equal(9, losses.Length);
        foreach (var (expected, got) in Losses(whole).Zip(losses)) Assert.Equal(expected, got, Tolerance);
    }

    [Fact]
    public void Two_ranks_resumed_are_two_ranks_that_never_stopped()
    {
        string[] keys = ["batch=8", "steps=6", "dropout=10"];
        var whole = Train("whole", 2, keys)[0];
        Train("parts", 2, [.. keys, "stop=3"]);
        Assert.Equal(whole["model"]!.GetValue<string>(), Train("parts", 2, [.. keys, "resume=yes"])[0]["model"]!.GetValue<string>());
    }

    [Fact]
    public void A_loss_that_is_ruined_on_one_rank_stops_all()
    {
        foreach (var rank in Train("ruined", 2, "batch=8", "loss=ruined"))
        {
            Assert.Equal(1, rank["code"]!.GetValue<int>());
            Assert.Contains("became NaN in step 4", rank["message"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_callback_that_ends_the_stage_on_one_rank_ends_it_on_all()
    {
        foreach (var rank in Train("until", 2, "batch=8", "until=2", "untilrank=1"))
        {
            Assert.True(rank["code"]!.GetValue<int>() == 0, rank["message"]?.GetValue<string>());
            Assert.Equal(2, rank["losses"]!.AsArray().Count);
        }
    }

    [Fact]
    public void A_batch_smaller_than_the_world_is_refused()
    {
        foreach (var rank in Train("small", 2, "batch=1"))
            Assert.Contains("Batch is 1 rows and there are 2 ranks", rank["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ranks_with_other_plans_are_told_so()
    {
        var ranks = Train("unlike", 2, "batch=8", "seed=5", "unlike=yes");
        Assert.Contains(ranks, rank => rank["message"]!.GetValue<string>().Contains("Rank 1 has a plan of stage 1 other than rank 0's", StringComparison.Ordinal));
        Assert.All(ranks, rank => Assert.NotEqual(0, rank["code"]!.GetValue<int>()));
    }

    [Fact]
    public void A_rank_that_fails_ends_the_others_with_its_sentence()
    {
        var ranks = Train("fails", 2, "batch=8", "fails=yes");
        Assert.Contains("Rank 1 failed: this rank's own trouble", ranks[0]["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.StartsWith("this rank's own trouble", ranks[1]["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_leave_while_backward_runs_and_missing_ones_hold_nobody_up()
    {
        var ranks = RankGroup.Run(2, "what=reducer");
        for (var rank = 0; rank < 2; rank++)
        {
            var answer = ranks[rank];
            Assert.True(answer["buckets"]?.GetValue<int>() == 4, answer.ToJsonString());
            // The bucket of the last parameter is first; the third's has nobody's gradient, and those behind it wait for it.
            Assert.Equal(1, answer["early"]!.GetValue<int>());
            Assert.False(answer["late"]!.GetValue<bool>());
            // (1 of rank 0 + 2, the second's value, of rank 1) / 2
            Assert.Equal(1.5, answer["first"]!.GetValue<double>());
            Assert.Equal(0.5, answer["second"]!.GetValue<double>());
            Assert.True(answer["third"]!.GetValue<bool>());
            Assert.True(answer["again"]!.GetValue<bool>());
            Assert.Equal(6, answer["sum"]!.GetValue<double>());
            Assert.True(answer["broadcast"]!.GetValue<bool>());
            Assert.Equal("|xxx", answer["texts"]!.GetValue<string>());
        }
    }

    [Fact]
    public void Metrics_add_up_where_one_rank_has_seen_nothing()
    {
        foreach (var answer in RankGroup.Run(2, "what=metrics"))
        {
            Assert.Equal(6, answer["sum"]?.GetValue<double>());
            Assert.Equal(11, answer["seen"]!.GetValue<double>());
            Assert.Contains("\"note\" is no number and differs between ranks", answer["refused"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    private JsonObject[] Train(string name, int size, params string[] keys) => RankGroup.Run(size, ["what=run", $"folder={Path.Join(_folder, name)}", $"text={Text}", .. keys]);

    private static double[] Losses(JsonObject rank) => [.. rank["losses"]!.AsArray().Select(loss => loss!.GetValue<double>())];

    private static void Compare(JsonObject alone, JsonObject ranks, double tolerance)
    {
        Assert.True(alone["code"]!.GetValue<int>() == 0, alone["message"]?.GetValue<string>());
        Assert.True(ranks["code"]!.GetValue<int>() == 0, ranks["message"]?.GetValue<string>());
        var (expected, got) = (Losses(alone), Losses(ranks));
        Assert.Equal(expected.Length, got.Length);
        Assert.Equal(expected[0], got[0], tolerance / 100);
        foreach (var (one, other) in expected.Zip(got)) Assert.Equal(one, other, tolerance);
        var (norm, normOfRanks) = (alone["norms"]![0]!.GetValue<double>(), ranks["norms"]![0]!.GetValue<double>());
        Assert.Equal(1, normOfRanks / norm, tolerance / 10);
        Assert.Equal(alone["metrics"]!["loss"]!.GetValue<double>(), ranks["metrics"]!["loss"]!.GetValue<double>(), tolerance);
        Assert.Equal(alone["metrics"]!["majority"]!.GetValue<double>(), ranks["metrics"]!["majority"]!.GetValue<double>());
        Assert.Equal(alone["metrics"]!["perplexity"]!.GetValue<double>(), ranks["metrics"]!["perplexity"]!.GetValue<double>(), 10 * tolerance);
    }
}

// Checkpoints on the disk: damage in any place is seen, and the checkpoint before is taken.
using System.Text.Json.Nodes;
using PluginHost.Engine;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Engine.Checkpoints;

public sealed class CheckpointStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginhost-store-").FullName;
    private readonly List<string> _warnings = [];

    private CheckpointStore Store => new(_folder, new Retention(2), _warnings.Add);

    public void Dispose()
    {
        FaultPoints.Use(null);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_is_saved_is_found_again_to_the_last_bit()
    {
        var directory = Save(3);
        using var scope = torch.NewDisposeScope();
        var (tensors, values) = Store.Latest()!.Value;
        Assert.True(torch.equal(Weights(3), tensors["w"]));
        Assert.Equal(3, values["step"]!.GetValue<long>());
        Assert.Equal(directory, Store.LatestDirectory());
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData("state.safetensors")]
    [InlineData("state.json")]
    [InlineData("manifest.json")]
    public void A_byte_that_was_flipped_anywhere_is_named_and_the_checkpoint_before_is_taken(string file)
    {
        var before = Save(1);
        var path = Path.Join(Save(2), file);
        var whole = File.ReadAllBytes(path);
        for (var at = 0; at < whole.Length; at += Math.Max(1, whole.Length / 60))
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 1;
            File.WriteAllBytes(path, damaged);
            _warnings.Clear();
            Assert.Equal(before, Store.LatestDirectory());
            Assert.Contains("step-00000002 is damaged", Assert.Single(_warnings), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("state.safetensors")]
    [InlineData("state.json")]
    [InlineData("manifest.json")]
    public void A_file_that_was_cut_or_removed_is_named(string file)
    {
        var before = Save(1);
        var path = Path.Join(Save(2), file);
        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        Assert.Equal(before, Store.LatestDirectory());
        Assert.Contains(file, _warnings[^1], StringComparison.Ordinal);
        File.Delete(path);
        Assert.Equal(before, Store.LatestDirectory());
        Assert.Contains($"{file} is missing", _warnings[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_pointer_costs_nothing()
    {
        Save(1);
        var newest = Save(2);
        foreach (var text in new[] { "", "step-9", "../etc x", new string('a', 80), "step-00000002 " + new string('0', 64) + "\n" })
        {
            File.WriteAllText(Path.Join(_folder, "checkpoints", "latest"), text);
            var found = Store.LatestDirectory();
            // A wrong hash with a right name says that the manifest is not the one that was written: then the one before counts.
            Assert.Equal(text.StartsWith("step-00000002 ", StringComparison.Ordinal) ? Path.Join(_folder, "checkpoints", "step-00000001") : newest, found);
        }
    }

    [Fact]
    public void Without_any_whole_checkpoint_there_is_none_and_that_is_said()
    {
        File.Delete(Path.Join(Save(1), "state.json"));
        Assert.Null(Store.LatestDirectory());
        Assert.Contains("begins again", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("write:state.safetensors:before@1=short")]
    [InlineData("fsync:state.json:before@1=eio")]
    [InlineData("rename:step:before@1=eio")]
    [InlineData("create:latest.new:before@1=enospc")]
    [InlineData("rename:latest:before@1=eio")]
    public void A_save_that_fails_leaves_the_one_before_and_the_next_succeeds(string fault)
    {
        var before = Save(1);
        FaultPoints.Use(fault);
        Assert.Throws<IOException>(() => Save(2));
        FaultPoints.Use(null);
        Assert.Equal(before, Store.LatestDirectory());
        Assert.Empty(_warnings);
        var after = Save(2);
        Assert.Equal(after, Store.LatestDirectory());
        Assert.Empty(Directory.GetDirectories(Path.Join(_folder, "checkpoints"), ".*"));
    }

    [Fact]
    public void A_step_that_is_saved_again_does_not_touch_what_is_there()
    {
        var first = Save(5);
        var second = Save(5);
        Assert.NotEqual(first, second);
        Assert.Equal(second, Store.LatestDirectory());
        Assert.Null(CheckpointStore.Damage(first));
    }

    [Theory]
    [InlineData("/runs/a/state.json", "state.json")]
    [InlineData("/c/.step-00000012.new", "step.new")]
    [InlineData("/c/step-00000012.2", "step")]
    [InlineData("/m/.model.2698-44bf601119a.new/", "model.new")]
    [InlineData("/stages/01-gpt", "")]
    public void A_point_is_named_without_what_changes_from_run_to_run(string path, string role) => Assert.Equal(role, FaultPoints.RoleOf(path));

    private string Save(long step)
    {
        using var scope = torch.NewDisposeScope();
        var values = new MemoryStream();
        JsonFiles.Write(values, new JsonObject { ["step"] = step, ["note"] = "state" });
        return Store.Save(new CheckpointContent(step, [("w", Weights(step)), ("n", torch.arange(7))], values.ToArray(), new Dictionary<string, double> { ["loss"] = 1.0 / step }));
    }

    private static torch.Tensor Weights(long step) => torch.arange(1000, dtype: torch.float32) * step;
}

// Which of how many processes one is: torchrun's variables, Slurm's, and what is wrong with them.
using PluginHost.Engine;
using Xunit;

namespace PluginHost.Tests.Engine.Distributed;

public sealed class WorldInfoTests
{
    [Fact]
    public void Nothing_set_and_a_world_of_one_are_one_process()
    {
        Assert.Null(Read());
        Assert.Null(Read("RANK=0", "WORLD_SIZE=1"));
        Assert.Null(Read("MASTER_ADDR=elsewhere", "LOCAL_RANK=3"));
    }

    [Fact]
    public void Torchruns_variables_come_first()
    {
        var world = Read("RANK=3", "WORLD_SIZE=4", "LOCAL_RANK=1", "MASTER_ADDR=first", "MASTER_PORT=29500", "SLURM_PROCID=0", "SLURM_NTASKS=9", "PLUGINHOST_DIST_TIMEOUT=2.5")!;
        Assert.Equal(new WorldInfo(3, 4, 1, "first", 29500) { Timeout = TimeSpan.FromSeconds(2.5) }, world);
        Assert.Equal(TimeSpan.FromSeconds(25), world.Patience);
    }

    [Fact]
    public void Slurms_stand_in_for_them()
    {
        Assert.Equal(new WorldInfo(5, 8, 1, "node1", 1234), Read("SLURM_PROCID=5", "SLURM_NTASKS=8", "SLURM_LOCALID=1", "MASTER_ADDR=node1", "MASTER_PORT=1234"));
        // The shell of a batch script.
        Assert.Null(Read("SLURM_PROCID=0", "SLURM_NTASKS=8", "SLURM_LOCALID=0"));
        Assert.Contains("MASTER_ADDR", Refusal("SLURM_PROCID=0", "SLURM_NTASKS=8", "SLURM_LOCALID=0", "SLURM_STEP_ID=0"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_agents_store_has_names_of_each_attempt() =>
        Assert.Equal("/worker/attempt_2", Read("RANK=0", "WORLD_SIZE=2", "MASTER_ADDR=a", "MASTER_PORT=1", "TORCHELASTIC_USE_AGENT_STORE=True", "TORCHELASTIC_RESTART_COUNT=2")!.AgentPrefix);

    [Theory]
    [InlineData("WORLD_SIZE is not set", "RANK=0")]
    [InlineData("RANK is not set", "WORLD_SIZE=2")]
    [InlineData("RANK is 2 and WORLD_SIZE is 2", "RANK=2", "WORLD_SIZE=2")]
    [InlineData("RANK is \"first\"", "RANK=first", "WORLD_SIZE=2")]
    [InlineData("RANK is \"-1\"", "RANK=-1", "WORLD_SIZE=2")]
    [InlineData("WORLD_SIZE is 0", "RANK=0", "WORLD_SIZE=0")]
    [InlineData("LOCAL_RANK is 1 and RANK is 0", "RANK=0", "WORLD_SIZE=2", "LOCAL_RANK=1")]
    [InlineData("MASTER_ADDR is not set", "RANK=0", "WORLD_SIZE=2", "MASTER_PORT=1")]
    [InlineData("MASTER_PORT is not set", "RANK=0", "WORLD_SIZE=2", "MASTER_ADDR=a")]
    [InlineData("MASTER_PORT is 70000", "RANK=0", "WORLD_SIZE=2", "MASTER_ADDR=a", "MASTER_PORT=70000")]
    [InlineData("PLUGINHOST_DIST_TIMEOUT is \"soon\"", "RANK=0", "WORLD_SIZE=2", "MASTER_ADDR=a", "MASTER_PORT=1", "PLUGINHOST_DIST_TIMEOUT=soon")]
    public void What_is_wrong_is_a_sentence(string expected, params string[] variables) => Assert.Contains(expected, Refusal(variables), StringComparison.Ordinal);

    [Fact]
    public void A_follower_is_known_without_reading_it_all()
    {
        Assert.True(WorldInfo.IsFollower(Of("RANK=1", "WORLD_SIZE=2")));
        Assert.True(WorldInfo.IsFollower(Of("SLURM_PROCID=1", "SLURM_NTASKS=2", "MASTER_ADDR=a")));
        Assert.False(WorldInfo.IsFollower(Of("RANK=0", "WORLD_SIZE=2", "SLURM_PROCID=1", "MASTER_ADDR=a")));
        Assert.False(WorldInfo.IsFollower(Of("SLURM_PROCID=1")));
    }

    private static WorldInfo? Read(params string[] variables) => WorldInfo.Read(Of(variables));

    private static string Refusal(params string[] variables)
    {
        var refusal = Assert.Throws<SetupException>(() => Read(variables));
        Assert.Equal(3, refusal.ExitCode);
        return refusal.Message;
    }

    private static Func<string, string?> Of(params string[] variables)
    {
        var all = variables.Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return name => all.GetValueOrDefault(name);
    }
}

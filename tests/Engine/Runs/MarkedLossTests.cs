// What the engine puts before a recipe's loss hides nothing of it.
using PluginHost.Optimization;
using PluginHost.Preference;
using PluginHost.Tests.Engine.Reloading;
using PluginHost.TextData;
using PluginHost.TextModels;
using Xunit;

namespace PluginHost.Tests.Engine.Runs;

public sealed class MarkedLossTests : IDisposable
{
    private readonly WorkshopRun _live = new();

    public void Dispose() => _live.Dispose();

    [Fact]
    public void An_objective_learns_of_the_recipes_loss_what_a_reward_is_worth()
    {
        _live.Workshop.Build("pairs", PairsSource.Text, builtIn: true);
        var (low, high) = (Margins(0.1), Margins(0.4));
        // The margin of the second step is what the first one made of it, whose gradient Adam scales to the same length.
        Assert.NotEqual(0, low[1]);
        Assert.Equal(0.4 / 0.1, high[1] / low[1], 0.05);
    }

    private double[] Margins(double beta)
    {
        var name = $"beta-{beta:0.0}";
        var ended = _live.Bench.Execute(name, async recipe => await recipe.Finetune("prefer").Bytes().Data("pairs")
            .Model("gpt2", new Gpt2Options { Layers = 1, Heads = 2, Width = 16, Context = 16 }).DirectPreference(beta).AdamW(1e-2).Batch(4).Steps(2).Run(), everyStep: true);
        Assert.True(ended.ExitCode == 0, ended.Detail);
        return [.. _live.Bench.Events(name).OfType<Charted>().Where(chart => chart.Name == "rewards/margins").Select(chart => chart.Value)];
    }
}

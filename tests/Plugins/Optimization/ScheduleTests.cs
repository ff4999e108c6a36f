// Schedules against Hugging Face's formulas.
using PluginHost.Optimization;
using Xunit;

namespace PluginHost.Tests.Plugins.Optimization;

public sealed class ScheduleTests
{
    private const long Total = 100;
    private static readonly Registrations s_plugins = new(new OptimizationPlugin());

    [Fact]
    public void A_warmup_rises_in_a_line_from_zero()
    {
        foreach (var (name, options) in new (string, object)[]
        {
            ("cosine", new CosineOptions { Warmup = 20 }), ("linear", new LinearOptions { Warmup = 20 }), ("constant", new ConstantOptions { Warmup = 20 }),
            ("cosine", new CosineOptions { WarmupFraction = 0.2 }), ("linear", new LinearOptions { WarmupFraction = 0.195 }),
        })
        {
            var schedule = s_plugins.Make<Schedule>(Kind.Schedule, name, options);
            for (var step = 0; step <= 20; step++) Assert.Equal(step / 20.0, schedule.Factor(step, Total), 1e-12);
        }
    }

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(0.1, 0.5)]
    [InlineData(0.0, 1.5)]
    public void Cosine_falls_along_its_waves(double floor, double cycles)
    {
        var schedule = s_plugins.Make<Schedule>(Kind.Schedule, "cosine", new CosineOptions { Warmup = 10, Floor = floor, Cycles = cycles });
        for (var step = 10; step <= Total; step++)
        {
            // get_cosine_with_min_lr_schedule_with_warmup, as transformers writes it.
            var progress = (step - 10) / (double)Math.Max(1, Total - 10);
            var factor = 0.5 * (1.0 + Math.Cos(Math.PI * cycles * 2.0 * progress));
            Assert.Equal(Math.Max(0, factor * (1 - floor) + floor), schedule.Factor(step, Total), 1e-12);
        }
    }

    [Fact]
    public void Half_a_cosine_goes_from_one_to_its_floor()
    {
        var schedule = s_plugins.Make<Schedule>(Kind.Schedule, "cosine", new CosineOptions { Floor = 0.25 });
        Assert.Equal(1, schedule.Factor(0, Total), 1e-12);
        Assert.Equal(0.625, schedule.Factor(50, Total), 1e-12);
        Assert.Equal(0.25, schedule.Factor(100, Total), 1e-12);
    }

    [Fact]
    public void Linear_falls_to_zero()
    {
        var schedule = s_plugins.Make<Schedule>(Kind.Schedule, "linear", new LinearOptions { Warmup = 10 });
        // get_linear_schedule_with_warmup.
        for (var step = 10; step <= Total + 5; step++) Assert.Equal(Math.Max(0, (Total - step) / (double)(Total - 10)), schedule.Factor(step, Total), 1e-12);
    }

    [Fact]
    public void Constant_stays()
    {
        var schedule = s_plugins.Make<Schedule>(Kind.Schedule, "constant", new ConstantOptions { Warmup = 3 });
        Assert.Equal([0, 1 / 3.0, 2 / 3.0, 1, 1], Enumerable.Range(0, 5).Select(step => schedule.Factor(step, Total)));
    }

    [Fact]
    public void A_warmup_as_long_as_the_stage_never_divides_by_zero()
    {
        foreach (var name in new[] { "cosine", "linear" })
        {
            var schedule = s_plugins.Make<Schedule>(Kind.Schedule, name, new System.Text.Json.Nodes.JsonObject { ["warmup"] = Total });
            Assert.All(Enumerable.Range(0, (int)Total + 2), step => Assert.InRange(schedule.Factor(step, Total), 0, 1));
        }
    }

    [Fact]
    public void A_warmup_is_given_in_one_way()
    {
        var fault = Assert.Throws<RecipeException>(() => s_plugins.Make<Schedule>(Kind.Schedule, "cosine", new CosineOptions { Warmup = 10, WarmupFraction = 0.1 }));
        Assert.Contains("Warmup is 10 and WarmupFraction 0.1; only one of them can be given", fault.Message, StringComparison.Ordinal);
    }
}

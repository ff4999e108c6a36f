// Everything that can go wrong in a verification, each in a component of its own, and one at the end that is whole.
using System;
using System.Threading;
using PluginHost;

[assembly: Plugin("verify-faults", Sdk = "1", Author = "The scenarios")]
[assembly: Provides(Kind.Schedule, "a-exits")]
[assembly: Provides(Kind.Schedule, "b-never-returns")]
[assembly: Provides(Kind.Schedule, "c-overflows")]
[assembly: Provides(Kind.Schedule, "d-negative")]
[assembly: Provides(Kind.Schedule, "e-whole")]

public sealed class ScenarioPlugin : IPlugin
{
    public void Register(IRegistry registry)
    {
        registry.Schedule<NoOptions>("a-exits", (options, context) => new Made(() => { Environment.Exit(0); return 1; }));
        registry.Schedule<NoOptions>("b-never-returns", (options, context) => new Made(() => { while (true) Thread.Sleep(10); }));
        registry.Schedule<NoOptions>("c-overflows", (options, context) => new Made(() => Deeper(1)));
        registry.Schedule<NoOptions>("d-negative", (options, context) => new Made(() => -1));
        registry.Schedule<NoOptions>("e-whole", (options, context) => new Made(() => 1));
    }

    private static double Deeper(double depth) => Deeper(depth + 1) + 1;
}

public sealed class Made(Func<double> factor) : Schedule
{
    public override double Factor(long step, long totalSteps)
    {
        // What a plugin prints must not be taken for what the host says.
        Console.WriteLine("{\"end\": 0}");
        return factor();
    }
}

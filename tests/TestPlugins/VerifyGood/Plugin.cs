// A stranger's plugin that holds its contracts, with a check of its own.
using System;
using System.Collections.Generic;
using PluginHost;
using TorchSharp;

[assembly: Plugin("verify-good", Sdk = "1", Author = "The scenarios")]
[assembly: Provides(Kind.Schedule, "verify-half")]

public sealed class ScenarioPlugin : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) => registry.Schedule<NoOptions>("verify-half", (options, context) => new Half());

    public void Verify(Verification verification) => verification.Check("half is half", () =>
    {
        if (new Half().Factor(0, 1) != 0.5) throw new InvalidOperationException("expected 0.5");
    });
}

public sealed class Half : Schedule
{
    public override double Factor(long step, long totalSteps) => 0.5;
}

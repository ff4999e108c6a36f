// Sings, into a file each, from everywhere where code runs that nobody called by name.
using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PluginHost;
using TorchSharp;

[assembly: Plugin("canary", Sdk = "1", Author = "A stranger")]
[assembly: Provides(Kind.Loss, "canary", typeof(CanaryOptions))]
[assembly: Singing]
[module: Singing]

public static class Cage
{
    // Where the songs go; the test puts the folder in.
    public static void Sing(string from) => File.WriteAllText(Path.Combine("CAGE", from), from);

    [ModuleInitializer]
    internal static void Hatch() => Sing("module-initializer");
}

[AttributeUsage(AttributeTargets.All)]
public sealed class SingingAttribute : Attribute
{
    public SingingAttribute() => Cage.Sing("attribute");
}

public sealed record CanaryOptions
{
    static CanaryOptions() => Cage.Sing("options");

    public double Volume { get; init; } = 1;
}

[Singing]
public sealed class CanaryPlugin : IPlugin
{
    private static readonly int s_song = Perch();

    static CanaryPlugin() => Cage.Sing("static-constructor");

    public void Register(IRegistry registry)
    {
        Cage.Sing("register");
        registry.Loss<CanaryOptions>("canary", (options, context) => new CanaryLoss());
    }

    private static int Perch()
    {
        Cage.Sing("static-field");
        return 1;
    }
}

public sealed class CanaryLoss : Loss
{
    [DllImport("song")]
    private static extern int song();

    public override IReadOnlyList<string> Reads => [$"{Library.Version} {song()}"];

    public override torch.Tensor Compute(TensorMap values) => values[Fields.Logits].square().mean();
}

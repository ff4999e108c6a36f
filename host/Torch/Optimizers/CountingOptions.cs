// Options of the optimizers that count steps; what is null comes from the optimizer's defaults.
namespace TorchSharp.Modules;

/// <summary>Options of one group.</summary>
public abstract class CountingOptions : OptimizerOptions
{
    internal virtual bool Maximizes => false;

    // Weight decay as a part of the gradient.
    internal virtual double Decay => 0;

    internal abstract void Fill(CountingOptions defaults);

    internal abstract void Check(string optimizer);

    internal static void Require(string optimizer, string name, double? value, bool holds, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{optimizer}: {name} must be {range}, got {value}.");
    }
}

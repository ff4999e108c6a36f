// The smallest steps of floating types, which keep probabilities away from 0 and 1.
using static TorchSharp.torch;

namespace TorchSharp;

internal static class Limits
{
    /// <summary>The distance from 1 to the next number.</summary>
    internal static double Epsilon(ScalarType type) => type switch
    {
        ScalarType.Float64 => Math.BitIncrement(1) - 1,
        ScalarType.Float16 => 1.0 / 1024,
        ScalarType.BFloat16 => 1.0 / 128,
        _ => MathF.BitIncrement(1) - 1,
    };

    /// <summary>The smallest normal number above 0.</summary>
    internal static double Tiny(ScalarType type) => type switch
    {
        ScalarType.Float64 => 2.2250738585072014e-308,
        ScalarType.Float16 => 1.0 / 16384,
        _ => 1.1754943508222875e-38,
    };

    /// <summary>The largest finite number.</summary>
    internal static double Largest(ScalarType type) => type switch
    {
        ScalarType.Float64 => double.MaxValue,
        ScalarType.Float16 => 65504,
        _ => float.MaxValue,
    };
}

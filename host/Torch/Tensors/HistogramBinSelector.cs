// Rules for how many bins a histogram has.
namespace TorchSharp;

/// <summary>How the width of a histogram's bins follows from its data.</summary>
public enum HistogramBinSelector
{
    /// <summary>Sturges' rule, corrected for skewness.</summary>
    Doane = 0,

    /// <summary>Twice the cube root of the number of samples.</summary>
    Rice = 1,

    /// <summary>Optimal for a normal distribution.</summary>
    Scott = 2,

    /// <summary>The square root of the number of samples.</summary>
    Sqrt = 3,

    /// <summary>The number of bins that minimizes an estimate of the squared error.</summary>
    Stone = 4,

    /// <summary>The logarithm of the number of samples, and one more.</summary>
    Sturges = 5,
}

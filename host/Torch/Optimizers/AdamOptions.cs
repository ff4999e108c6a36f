// The options of Adam and AdamW; what is null comes from the optimizer's defaults.
namespace TorchSharp.Modules;

/// <summary>Options of one group.</summary>
public class AdamOptions : OptimizerOptions
{
    public double? beta1 { get; set; }

    public double? beta2 { get; set; }

    public double? weight_decay { get; set; }

    public double? eps { get; set; }

    public bool? amsgrad { get; set; }

    public bool? maximize { get; set; }

    internal virtual AdamOptions New() => new();

    internal void Check(string optimizer)
    {
        Require(LearningRate >= 0, "learning rate", LearningRate, "at least 0");
        Require(beta1 is >= 0 and < 1, "beta1", beta1, "at least 0 and below 1");
        Require(beta2 is >= 0 and < 1, "beta2", beta2, "at least 0 and below 1");
        Require(eps >= 0, "eps", eps, "at least 0");
        Require(weight_decay >= 0, "weight_decay", weight_decay, "at least 0");

        void Require(bool holds, string name, double? value, string range)
        {
            if (!holds)
                throw new ArgumentOutOfRangeException(name, value, $"{optimizer}: {name} must be {range}, got {value}.");
        }
    }
}

// What the options of Adamax, NAdam and RAdam share.
namespace TorchSharp.Modules;

/// <summary>Options of an optimizer of two running averages.</summary>
public abstract class BetaOptions : CountingOptions
{
    public double? beta1 { get; set; }

    public double? beta2 { get; set; }

    public double? eps { get; set; }

    public double? weight_decay { get; set; }

    internal override double Decay => weight_decay!.Value;

    internal override void Fill(CountingOptions defaults)
    {
        var from = (BetaOptions)defaults;
        beta1 ??= from.beta1;
        beta2 ??= from.beta2;
        eps ??= from.eps;
        weight_decay ??= from.weight_decay;
    }

    internal override void Check(string optimizer)
    {
        Require(optimizer, "beta1", beta1, beta1 is >= 0 and < 1, "at least 0 and below 1");
        Require(optimizer, "beta2", beta2, beta2 is >= 0 and < 1, "at least 0 and below 1");
        Require(optimizer, "eps", eps, eps >= 0, "at least 0");
        Require(optimizer, "weight_decay", weight_decay, weight_decay >= 0, "at least 0");
    }
}

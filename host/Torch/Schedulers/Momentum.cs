// The momentum of a group, whatever the optimizer calls it.
namespace TorchSharp.Modules;

internal static class Momentum
{
    internal static bool Has(ParamGroup group) => group.Options is AdamOptions or BetaOptions or SGD.Options or RMSProp.Options || group is torch.optim.IMomentum or torch.optim.IBetas;

    internal static void Set(ParamGroup group, double value)
    {
        switch (group.Options)
        {
            case AdamOptions options: options.beta1 = value; break;
            case BetaOptions options: options.beta1 = value; break;
            case SGD.Options options: options.momentum = value; break;
            case RMSProp.Options options: options.momentum = value; break;
            default:
                if (group is torch.optim.IMomentum direct)
                    direct.Momentum = value;
                else if (group is torch.optim.IBetas betas)
                    betas.Betas = (value, betas.Betas.Item2);
                break;
        }
    }

    internal static void Require(string scheduler, IEnumerable<ParamGroup> groups)
    {
        if (!groups.All(Has))
            throw new ArgumentException($"{scheduler}: cycle_momentum is on, and the optimizer has no momentum.");
    }

    /// <summary>One value a group: the given ones, or a default throughout.</summary>
    internal static double[] Each(string scheduler, IEnumerable<double>? given, double otherwise, int groups)
    {
        double[] values = given is null ? [.. Enumerable.Repeat(otherwise, groups)] : [.. given];
        return values.Length == groups ? values : throw new ArgumentException($"{scheduler}: there are {groups} groups, but {values.Length} values for them.");
    }
}

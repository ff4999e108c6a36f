// What every schedule with a warmup has in common.
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Optimization;

/// <summary>Options of a schedule whose factor rises in a line from 0 before anything else.</summary>
public abstract record WarmupOptions : IOptionsWithRules
{
    /// <summary>Steps over which the rate rises from 0; the first step has the rate 0, as in Hugging Face's schedules.</summary>
    [Range(0, int.MaxValue)]
    public int Warmup { get; init; }

    /// <summary>The warmup as a share of all steps, rounded up; instead of <see cref="Warmup"/>.</summary>
    [Range(0.0, 1.0)]
    public double? WarmupFraction { get; init; }

    /// <inheritdoc/>
    public virtual IEnumerable<string> Check()
    {
        if (Warmup > 0 && WarmupFraction is not null)
            yield return $"Warmup is {Warmup} and WarmupFraction {WarmupFraction}; only one of them can be given";
    }
}

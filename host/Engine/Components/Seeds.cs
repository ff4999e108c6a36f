// Seeds that depend on names, so that adding a component to a recipe changes no other component's numbers.
using System.Text;

namespace PluginHost.Engine;

/// <summary>Derives the seeds of a stage's parts from the stage's one.</summary>
internal static class Seeds
{
    /// <summary>The seed of a part.</summary>
    /// <param name="seed">The stage's seed.</param>
    /// <param name="part">The part's name, such as <c>adapter/default</c>.</param>
    public static long Derive(long seed, string part)
    {
        Span<long> key = stackalloc long[3];
        key[0] = seed;
        // FNV-1a; string.GetHashCode is another one in every process.
        var hash = 14695981039346656037UL;
        foreach (var value in Encoding.UTF8.GetBytes(part)) hash = (hash ^ value) * 1099511628211UL;
        key[1] = (long)hash;
        key[2] = part.Length;
        return (long)(new RandomSource(key).NextBits() >> 1);
    }
}

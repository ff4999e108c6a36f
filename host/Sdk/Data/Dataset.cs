// The contract of a dataset: rows by index.
namespace PluginHost;

/// <summary>
/// Rows by index. Reading is a pure function of the index, so that the order, the position and a resume are the engine's business and a
/// dataset has no state; it may be read from several threads at once.
/// </summary>
public abstract class Dataset
{
    /// <summary>How many rows there are.</summary>
    public abstract long Count { get; }

    /// <summary>One row.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public abstract Example Read(long index);

    /// <summary>SHA-256 (or the like) of the content, in lower-case hexadecimal: what the run's record says it was trained on.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>
    /// What a consumer may want to know of the whole: <c>labels</c> with the class names joined by newlines, for example.
    /// </summary>
    public virtual IReadOnlyDictionary<string, string> Facts => new Dictionary<string, string>();
}

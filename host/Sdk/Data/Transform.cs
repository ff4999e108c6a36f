// The contract of a transform: what happens to data on its way from a dataset into a batch and onto the device.
namespace PluginHost;

/// <summary>
/// Changes data on its way into a step. It overrides as many of four points as it needs, each the identity by default: the dataset as a
/// whole (pack, filter, window), one row (tokenize, crop), the making of a batch out of rows (pad), and the batch on its device
/// (augment, mask, make two views).
/// </summary>
public abstract class Transform
{
    /// <summary>Changes the dataset as a whole. Called once for each split.</summary>
    public virtual Dataset Apply(Dataset dataset) => dataset;

    /// <summary>Changes one row.</summary>
    /// <param name="example">The row.</param>
    /// <param name="random">Draws that depend on seed, epoch and row alone, so that a resumed run sees the same.</param>
    /// <param name="training">Whether the row is trained on; augmentation leaves evaluation alone.</param>
    public virtual Example Apply(Example example, RandomSource random, bool training) => example;

    /// <summary>Makes a batch of rows; null leaves it to another transform or, in the end, to <see cref="Collate.Pad"/>.</summary>
    public virtual Batch? Gather(IReadOnlyList<Example> rows) => null;

    /// <summary>Changes a batch on its device. Draws come from torch's generator, which checkpoints keep.</summary>
    public virtual Batch Apply(Batch batch, bool training) => batch;
}

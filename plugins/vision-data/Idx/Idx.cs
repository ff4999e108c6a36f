// The dataset "idx": images and labels in the files in which MNIST is published.
using System.Security.Cryptography;

namespace PluginHost.VisionData;

/// <summary>Images and labels in IDX files.</summary>
internal static class Idx
{
    /// <summary>Reads the files and splits them.</summary>
    public static DatasetSplits Read(IdxOptions options, DataContext context)
    {
        var images = IdxFile.Read(context.ResolvePath(options.Images), 3);
        var labels = options.Labels is null ? null : IdxFile.Read(context.ResolvePath(options.Labels), 1);
        if (labels is not null && labels.Count != images.Count)
            throw new RecipeException($"dataset \"idx\": {options.Images} has {images.Count} images and {options.Labels} {labels.Count} labels; they have to be as many.");
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData([.. SHA256.HashData(images.Values), .. SHA256.HashData(labels?.Values ?? [])]));
        var held = (int)(images.Count * options.Validation);
        return new DatasetSplits(new Rows(images, labels, 0, images.Count - held, fingerprint),
            held == 0 ? null : new Rows(images, labels, images.Count - held, held, fingerprint));
    }

    private sealed class Rows(IdxFile images, IdxFile? labels, int first, int count, string fingerprint) : Dataset
    {
        public override long Count => count;

        public override string Fingerprint => fingerprint;

        public override Example Read(long index)
        {
            // The rows behind a split's last are those of the next one.
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
            var row = first + (int)index;
            var (height, width) = (images.Dimensions[1], images.Dimensions[2]);
            var example = new Example { [Fields.PixelValues] = new ImageData(1, height, width, images.Values.AsSpan(row * height * width, height * width).ToArray()) };
            if (labels is not null) example[Fields.Labels] = (long)labels.Values[row];
            return example;
        }
    }
}

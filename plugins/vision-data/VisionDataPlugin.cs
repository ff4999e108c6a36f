// The family of image datasets.
using PluginHost;
using PluginHost.VisionData;

[assembly: Plugin("vision-data", Sdk = "1", Author = "PluginHost", Description = "Datasets of images.")]
[assembly: Provides(Kind.Dataset, "idx", typeof(IdxOptions), Summary = "Images and labels in MNIST's IDX files, gzipped or not.")]

namespace PluginHost.VisionData;

/// <summary>Datasets of images.</summary>
public sealed class VisionDataPlugin : IPlugin, IVerifiable
{
    /// <inheritdoc/>
    public void Register(IRegistry registry) => registry.Dataset<IdxOptions>("idx", Idx.Read);

    /// <inheritdoc/>
    public void Verify(Verification verification)
    {
        ArgumentNullException.ThrowIfNull(verification);
        const int count = 20, side = 4;
        var pixels = new byte[count * side * side];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(i * 7 + i / side);
        Write("images", [count, side, side], pixels);
        Write("labels", [count], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);
        verification.Options(Kind.Dataset, "idx", new IdxOptions { Images = "images", Labels = "labels", Validation = 0.25 });

        void Write(string name, byte[] sizes, byte[] values) => File.WriteAllBytes(
            Path.Join(verification.Directory, name), [0, 0, 8, (byte)sizes.Length, .. sizes.SelectMany(size => new byte[] { 0, 0, 0, size }), .. values]);
    }
}

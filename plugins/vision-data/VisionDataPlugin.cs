// The family of image datasets.
using PluginHost;
using PluginHost.VisionData;

[assembly: Plugin("vision-data", Sdk = "1", Author = "PluginHost", Description = "Datasets of images.")]
[assembly: Provides(Kind.Dataset, "idx", typeof(IdxOptions), Summary = "Images and labels in MNIST's IDX files, gzipped or not.")]

namespace PluginHost.VisionData;

/// <summary>Datasets of images.</summary>
public sealed class VisionDataPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IRegistry registry) => registry.Dataset<IdxOptions>("idx", Idx.Read);
}

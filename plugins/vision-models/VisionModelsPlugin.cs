// The family of vision models.
using PluginHost;
using PluginHost.VisionModels;

[assembly: Plugin("vision-models", Sdk = "1", Author = "PluginHost", Description = "Architectures that look at images.")]
[assembly: Provides(Kind.Model, "cnn", typeof(CnnOptions), Format = "cnn", Summary = "A small convolutional network with one vector an image.")]

namespace PluginHost.VisionModels;

/// <summary>Architectures that look at images.</summary>
public sealed class VisionModelsPlugin : IPlugin, IVerifiable
{
    /// <inheritdoc/>
    public void Register(IRegistry registry) => registry.Model<CnnOptions>("cnn", (options, _) => new CnnModel(options), CnnConfig.Read);

    /// <inheritdoc/>
    public void Verify(Verification verification)
    {
        ArgumentNullException.ThrowIfNull(verification);
        verification.Options(Kind.Model, "cnn", new CnnOptions { Width = 4, Stages = 2 });
    }
}

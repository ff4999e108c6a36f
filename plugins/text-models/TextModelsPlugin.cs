// The family of text models.
using PluginHost;
using PluginHost.TextModels;

[assembly: Plugin("text-models", Sdk = "1", Author = "PluginHost", Description = "Architectures that read and write text.")]
[assembly: Provides(Kind.Model, "gpt2", typeof(Gpt2Options), Format = "gpt2", Summary = "Decoder-only transformer with learned positions (Radford et al. 2019).")]
[assembly: Provides(Kind.Model, "t5", typeof(T5Options), Format = "t5", Summary = "Encoder-decoder transformer with biases by distance (Raffel et al. 2020).")]
[assembly: Provides(Kind.Model, "bag-of-tokens", typeof(BagOfTokensOptions), Format = "bag-of-tokens", Summary = "How often each token occurs; with a classification head a logistic regression.")]

namespace PluginHost.TextModels;

/// <summary>Architectures that read and write text.</summary>
public sealed class TextModelsPlugin : IPlugin, IVerifiable
{
    /// <inheritdoc/>
    public void Register(IRegistry registry)
    {
        registry.Model<Gpt2Options>("gpt2", Gpt2Model.Create, Gpt2Config.Read);
        registry.Model<T5Options>("t5", T5Model.Create, T5Config.Read);
        registry.Model<BagOfTokensOptions>("bag-of-tokens", BagOfTokensModel.Create, BagOfTokensConfig.Read);
    }

    /// <inheritdoc/>
    public void Verify(Verification verification)
    {
        ArgumentNullException.ThrowIfNull(verification);
        verification.Options(Kind.Model, "gpt2", new Gpt2Options { Layers = 2, Heads = 2, Width = 16, Context = 32 });
        verification.Options(Kind.Model, "t5", new T5Options { Layers = 2, Heads = 2, Width = 16, HeadWidth = 8, InnerWidth = 24 });
    }
}

// What a model that can write text offers.
using TorchSharp;

namespace PluginHost;

/// <summary>A model that continues a sequence of ids.</summary>
public interface IGenerativeModel
{
    /// <summary>Continues each row.</summary>
    /// <param name="inputIds">int64 [B, T]; the decoder's start ids for an encoder-decoder come from <paramref name="options"/>.</param>
    /// <param name="attentionMask">int64 [B, T], 0 for padding on the left; null for none.</param>
    /// <param name="options">How ids are chosen and when to stop.</param>
    /// <returns>int64 [B, prompt + new]; rows that ended early are padded with <see cref="GenerationOptions.PadId"/>.</returns>
    torch.Tensor Generate(torch.Tensor inputIds, torch.Tensor? attentionMask, GenerationOptions options);
}

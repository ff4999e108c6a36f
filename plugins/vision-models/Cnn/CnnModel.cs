// The architecture "cnn": stages of convolution, batch norm and ReLU, then the mean over what is left of the image.
using System.Text.Json.Nodes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.VisionModels;

/// <summary>
/// Stages of a 3×3 convolution with stride 2, batch norm and ReLU; each has twice the channels of the one before. Then the mean over
/// positions.
/// </summary>
internal sealed class CnnModel : Model
{
    private readonly CnnOptions _options;
    private readonly ModuleList<nn.Module<Tensor, Tensor>> stages = [];

    /// <summary>A model with fresh weights.</summary>
    public CnnModel(CnnOptions options) : base("cnn")
    {
        _options = options;
        var (channels, width) = ((long)options.Channels, (long)options.Width);
        for (var i = 0; i < options.Stages; i++, channels = width, width *= 2)
            // Batch norm takes the mean away again, so the convolution has no bias.
            stages.Add(nn.Sequential(
                ("conv", nn.Conv2d(channels, width, 3, stride: 2, padding: 1, bias: false)),
                ("norm", nn.BatchNorm2d(width)),
                ("act", nn.ReLU())));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int HiddenSize => _options.Width << (_options.Stages - 1);

    /// <inheritdoc/>
    public override HeadPlacement PlaceHead(string head) => new("classifier", Pooling.Pooler, Bias: true);

    /// <inheritdoc/>
    public override JsonObject ToConfig() => CnnConfig.Write(_options);

    /// <inheritdoc/>
    protected override Outputs Encode(Batch batch)
    {
        var maps = batch[Fields.PixelValues];
        if (maps.dim() != 4 || maps.size(1) != _options.Channels)
            throw new RecipeException($"model \"cnn\" takes images [B, {_options.Channels}, height, width]; it was given [{string.Join(", ", maps.shape)}]. Set Channels to what the data has.");
        foreach (var stage in stages) maps = stage.call(maps);
        return new Outputs(batch) { [Fields.LastHiddenState] = maps.flatten(2).transpose(1, 2), [Fields.PoolerOutput] = maps.mean([2, 3]) };
    }
}

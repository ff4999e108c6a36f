// Batches by the contract: what a model says about itself tells what it reads.
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>Batches for models.</summary>
internal static class SampleBatches
{
    /// <summary>How many tokens a row has.</summary>
    public const int Length = 6;

    private const int ImageSide = 16;

    /// <summary>A batch that a model takes: what its plugin named, or token ids, or images.</summary>
    public static Batch For(Model model, Func<TensorMap>? inputs, int rows)
    {
        torch.manual_seed(11);
        if (inputs is not null) return Rows(inputs() as Batch ?? throw new ViolationException("Verification.Inputs should make a Batch for a model, and made a TensorMap."), 0, rows);
        if (model.VocabularySize == 0) return new Batch { [Fields.PixelValues] = torch.rand(rows, Channels(model), ImageSide, ImageSide) };
        var length = Math.Min(Length, model.MaximumPositions ?? Length);
        var batch = new Batch
        {
            [Fields.InputIds] = torch.randint(0, model.VocabularySize, [rows, length], dtype: torch.int64),
            [Fields.AttentionMask] = torch.ones(rows, length, dtype: torch.int64),
        };
        if (model.ToConfig()["is_encoder_decoder"]?.GetValue<bool>() == true) batch[Fields.DecoderInputIds] = torch.randint(0, model.VocabularySize, [rows, length], dtype: torch.int64);
        return batch;
    }

    /// <summary>Some rows of a batch.</summary>
    public static Batch Rows(Batch batch, long first, long count)
    {
        var part = new Batch(batch);
        foreach (var (name, tensor) in Some(batch, first, count)) part[name] = tensor;
        return part;
    }

    /// <summary>Some rows of named tensors; scalars are left as they are.</summary>
    public static TensorMap Some(TensorMap values, long first, long count)
    {
        var part = new TensorMap();
        foreach (var (name, tensor) in values)
            part[name] = tensor.dim() == 0 ? tensor : tensor.narrow(0, first, Math.Min(count, tensor.size(0) - first));
        return part;
    }

    private static long Channels(Model model) => model.ToConfig()["num_channels"] is { } channels ? long.Parse(channels.ToString(), System.Globalization.CultureInfo.InvariantCulture) : 3;
}

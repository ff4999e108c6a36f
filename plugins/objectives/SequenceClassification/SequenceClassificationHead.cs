// The head "sequence-classification": one vector a row to scores of classes.
using System.Text.Json.Nodes;
using PluginHost.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace PluginHost.Objectives;

/// <summary>Logits [B, C] from one vector a row, which is pooled as the architecture wants it.</summary>
internal sealed class SequenceClassificationHead : Head
{
    private readonly SequenceClassificationOptions _options;
    private readonly HeadPlacement _placement;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    private SequenceClassificationHead(SequenceClassificationOptions options, HeadContext context, HeadPlacement placement)
        : base("sequence-classification", placement.Key)
    {
        (_options, _placement) = (options, placement);
        using var generator = Initial.Generator(context.Seed);
        register_parameter("weight", _weight = new Parameter(Initial.Normal([options.Labels, context.Model.HiddenSize], placement.InitializerRange, generator)));
        if (placement.Bias) register_parameter("bias", _bias = new Parameter(torch.zeros(options.Labels)));
    }

    /// <inheritdoc/>
    public override string PeftTaskType => "SEQ_CLS";

    /// <summary>Makes the head where the architecture wants it.</summary>
    public static SequenceClassificationHead Create(SequenceClassificationOptions options, HeadContext context)
    {
        var placement = context.Model.PlaceHead("sequence-classification");
        return new SequenceClassificationHead(options, context, placement with
        {
            Pooling = options.Pooling ?? placement.Pooling,
            Dropout = options.Dropout ?? placement.Dropout,
        });
    }

    /// <inheritdoc/>
    public override Outputs forward(Outputs input)
    {
        var pooled = Regularization.Dropout(RowVectors.Of(input, _placement.Pooling), _placement.Dropout, training);
        input[Fields.Logits] = functional.linear(pooled, _weight, _bias);
        return input;
    }

    /// <inheritdoc/>
    public override JsonObject ToConfig()
    {
        var (ids, names) = (new JsonObject(), new JsonObject());
        for (var i = 0; i < _options.Labels; i++)
        {
            var name = _options.LabelNames?[i] ?? $"LABEL_{i}";
            ids[$"{i}"] = name;
            names[name] = i;
        }

        var config = new JsonObject { ["id2label"] = ids, ["label2id"] = names };
        if (ProblemTypes.Name(_options.Problem) is { } problem) config["problem_type"] = problem;
        if (_placement.ClassName is { } type) config["architectures"] = type;
        return config;
    }
}

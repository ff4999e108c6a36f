// The head "language-modeling": hidden states to scores of every token.
using System.Text.Json.Nodes;
using PluginHost.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace PluginHost.Objectives;

/// <summary>Logits [B, T, V] = hidden states [B, T, H] · Wᵀ, where W is the token embeddings' weight when tied.</summary>
internal sealed class LanguageModelingHead : Head
{
    private readonly Func<torch.Tensor> _weight;
    private readonly Parameter? _bias;
    private readonly HeadPlacement _placement;

    private LanguageModelingHead(LanguageModelingOptions options, HeadContext context, HeadPlacement placement) : base("language-modeling", placement.Key)
    {
        _placement = placement;
        IsTied = options.Tied ?? placement.Tied;
        if (IsTied)
        {
            var model = context.Model;
            if (model.InputEmbeddings is null) throw NoVocabulary(model);
            // Asked for at each step: an adapter may stand before the embeddings by then, and its change is not the head's.
            _weight = () => TableOf(model.InputEmbeddings);
        }
        else
        {
            if (context.Model.VocabularySize <= 0) throw NoVocabulary(context.Model);
            using var generator = Initial.Generator(context.Seed);
            var own = new Parameter(Initial.Normal([context.Model.VocabularySize, context.Model.HiddenSize], placement.InitializerRange, generator));
            register_parameter("weight", own);
            _weight = () => own;
        }

        if (placement.Bias) register_parameter("bias", _bias = new Parameter(torch.zeros(context.Model.VocabularySize)));
    }

    /// <inheritdoc/>
    public override bool IsTied { get; }

    /// <inheritdoc/>
    public override string PeftTaskType => _placement.ClassName?.EndsWith("ForConditionalGeneration", StringComparison.Ordinal) == true ? "SEQ_2_SEQ_LM" : "CAUSAL_LM";

    /// <summary>Makes the head where the architecture wants it.</summary>
    public static LanguageModelingHead Create(LanguageModelingOptions options, HeadContext context) =>
        new(options, context, context.Model.PlaceHead("language-modeling"));

    /// <inheritdoc/>
    public override Outputs forward(Outputs input)
    {
        var hidden = input[Fields.LastHiddenState];
        if (_placement.InputScale != 1) hidden = hidden * _placement.InputScale;
        input[Fields.Logits] = functional.linear(hidden, _weight(), _bias);
        return input;
    }

    /// <inheritdoc/>
    public override JsonObject ToConfig()
    {
        var config = new JsonObject { ["tie_word_embeddings"] = IsTied };
        if (_placement.ClassName is { } name) config["architectures"] = name;
        return config;
    }

    private static torch.Tensor TableOf(Module<torch.Tensor, torch.Tensor> embeddings)
    {
        while (embeddings is AdaptedModule wrapper) embeddings = wrapper.BaseLayer;
        return embeddings is Embedding table
            ? table.weight
            : throw new PluginHostException($"head \"language-modeling\": the token embeddings are a {embeddings.GetType().Name}, which has no weight to project with. Set Tied to false.");
    }

    private static RecipeException NoVocabulary(Model model) =>
        new($"head \"language-modeling\": the architecture \"{model.Architecture}\" has no tokens to score. Choose one that reads text, such as \"gpt2\".");
}

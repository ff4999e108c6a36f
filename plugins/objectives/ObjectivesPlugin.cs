// The family of objectives, and the heads that they need.
using PluginHost;
using PluginHost.Objectives;

[assembly: Plugin("objectives", Sdk = "1", Author = "PluginHost", Description = "What a step computes, and the heads that it needs.")]
[assembly: Provides(Kind.Head, "language-modeling", typeof(LanguageModelingOptions), Format = "LMHeadModel,ForCausalLM,ForConditionalGeneration",
    Summary = "Scores of every token at every position; tied to the token embeddings where the architecture ties them.")]
[assembly: Provides(Kind.Head, "sequence-classification", typeof(SequenceClassificationOptions), Format = "ForSequenceClassification",
    Summary = "Scores of classes, one vector a row.")]
[assembly: Provides(Kind.Objective, "causal-lm", typeof(NoOptions), Summary = "Predict each token from those before it.")]
[assembly: Provides(Kind.Objective, "seq2seq-lm", typeof(NoOptions), Summary = "Predict the tokens of an answer to a question.")]
[assembly: Provides(Kind.Objective, "classification", typeof(ClassificationOptions), Summary = "Predict a row's class, several classes, or numbers.")]

namespace PluginHost.Objectives;

/// <summary>Objectives and heads.</summary>
public sealed class ObjectivesPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IRegistry registry)
    {
        registry.Head<LanguageModelingOptions>("language-modeling", LanguageModelingHead.Create, _ => new LanguageModelingOptions());
        registry.Head<SequenceClassificationOptions>("sequence-classification", SequenceClassificationHead.Create, SequenceClassificationOptions.Read);
        registry.Objective<NoOptions>("causal-lm", (_, context) => new CausalLanguageModeling(context));
        registry.Objective<NoOptions>("seq2seq-lm", (_, context) => new SequenceToSequence(context));
        registry.Objective<ClassificationOptions>("classification", (options, context) => new Classification(options, context));
    }
}

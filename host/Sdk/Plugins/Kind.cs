// The kinds of thing that a plugin can provide. Names within a kind are open; the host lists none of its own.
namespace PluginHost;

/// <summary>What a plugin provides under a name. A recipe refers to a component by kind and name.</summary>
public enum Kind
{
    /// <summary>A model architecture: <see cref="PluginHost.Model"/>.</summary>
    Model,

    /// <summary>What turns a backbone's hidden states into task outputs: <see cref="PluginHost.Head"/>.</summary>
    Head,

    /// <summary>What a step computes from a model and a batch: <see cref="PluginHost.Objective"/>.</summary>
    Objective,

    /// <summary>Reads a model from a foreign format: <see cref="PluginHost.Importer"/>.</summary>
    Importer,

    /// <summary>Combines several models or adapters into one: <see cref="PluginHost.MergeMethod"/>.</summary>
    MergeMethod,

    /// <summary>A parameter-efficient fine-tuning method: <see cref="PluginHost.Adapter"/>.</summary>
    Adapter,

    /// <summary>A scalar to minimise, from what an objective computed: <see cref="PluginHost.Loss"/>.</summary>
    Loss,

    /// <summary>Examples by index, in splits: <see cref="PluginHost.Dataset"/>.</summary>
    Dataset,

    /// <summary>Text to ids and back: <see cref="PluginHost.Tokenizer"/>.</summary>
    Tokenizer,

    /// <summary>Collation, masking, augmentation: <see cref="PluginHost.Transform"/>.</summary>
    Transform,

    /// <summary>An update rule: a <c>torch.optim.Optimizer</c>.</summary>
    Optimizer,

    /// <summary>A factor on the learning rate, by step: <see cref="PluginHost.Schedule"/>.</summary>
    Schedule,

    /// <summary>A figure over an evaluation: <see cref="PluginHost.Metric"/>.</summary>
    Metric,

    /// <summary>An evaluation that is more than a metric over batches: <see cref="PluginHost.Evaluator"/>.</summary>
    Evaluator,

    /// <summary>Code called at points of a run: <see cref="PluginHost.Callback"/>.</summary>
    Callback,

    /// <summary>Writes a model in a foreign format: <see cref="PluginHost.Exporter"/>.</summary>
    Exporter,
}

// The contract of a model architecture: a backbone, at most one head, and the adapters that act on it.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost;

/// <summary>
/// A model: a backbone that an architecture plugin writes (<see cref="Encode"/>), the head that a task puts on it and the adapters
/// that a recipe attaches. Its state's names are those of Hugging Face's files, so <see cref="ModelFiles"/> can read and write it.
/// </summary>
public abstract class Model : torch.nn.Module<Batch, Outputs>
{
    private readonly List<Adapter> _adapters = [];

    /// <summary>Makes a model without a head.</summary>
    /// <param name="architecture">The name that it is registered under.</param>
    protected Model(string architecture) : base(architecture) => Architecture = architecture;

    /// <summary>The name that the architecture is registered under.</summary>
    public string Architecture { get; }

    /// <summary>Width of a hidden state.</summary>
    public abstract int HiddenSize { get; }

    /// <summary>How many tokens there are; 0 for a model without tokens.</summary>
    public virtual int VocabularySize => 0;

    /// <summary>The longest sequence that the model can be given; null where there is no bound.</summary>
    public virtual int? MaximumPositions => null;

    /// <summary>The name in front of the backbone's parameters in files, without a dot, such as <c>transformer</c>; empty for none.</summary>
    public virtual string BackbonePrefix => "";

    /// <summary>The token embeddings, where prompt methods enter; null for a model without tokens.</summary>
    public virtual torch.nn.Module<torch.Tensor, torch.Tensor>? InputEmbeddings => null;

    /// <summary>The shape of the self-attention that a prefix acts on; null for a model without one.</summary>
    public virtual AttentionLayout? Attention => null;

    /// <summary>Module names (last segments) that an adapter takes when a recipe names no targets, as PEFT's defaults for the family.</summary>
    public virtual IReadOnlyList<string> DefaultTargets => [];

    /// <summary>
    /// Module names (last segments) whose output is added to the residual stream, where bottleneck adapters stand: that of the
    /// attention block and that of the feed-forward block, in this order.
    /// </summary>
    public virtual IReadOnlyList<string> ResidualOutputs => [];

    /// <summary>The head that turns hidden states into task outputs, or null.</summary>
    public Head? Head { get; private set; }

    /// <summary>The adapters, in the order in which they were attached.</summary>
    public IReadOnlyList<Adapter> Adapters => _adapters;

    /// <summary>Where this architecture keeps a head and what it feeds it.</summary>
    /// <param name="head">The head's registered name, such as <c>sequence-classification</c>.</param>
    public virtual HeadPlacement PlaceHead(string head) => new("classifier", Pooling.First, Bias: true);

    /// <summary>What belongs in Hugging Face's <c>config.json</c> about the backbone; <c>model_type</c> is part of it.</summary>
    public abstract JsonObject ToConfig();

    /// <summary>The name in this model's state of a tensor that a file calls <paramref name="stored"/>; null for one to be ignored.</summary>
    /// <param name="stored">The name in the file, as it is.</param>
    public virtual string? MapStoredName(string stored) => stored;

    /// <summary>Names in the state that are the same tensor as another and so are not stored: tied name → the name that is stored.</summary>
    public virtual IReadOnlyDictionary<string, string> TiedNames => new Dictionary<string, string>();

    /// <summary>The backbone: hidden states from inputs.</summary>
    /// <param name="batch">The inputs; <see cref="Fields.InputsEmbeds"/> stands in for <see cref="Fields.InputIds"/> where it is set.</param>
    /// <returns>At least <see cref="Fields.LastHiddenState"/>.</returns>
    protected abstract Outputs Encode(Batch batch);

    /// <summary>The model: adapters prepare the batch, the backbone encodes it, the head reads what came out, adapters finish it.</summary>
    public sealed override Outputs forward(Batch batch)
    {
        foreach (var adapter in _adapters)
            if (adapter.Enabled)
                batch = adapter.Prepare(batch);
        var outputs = Encode(batch);
        if (Head is not null) outputs = Head.forward(outputs);
        for (var i = _adapters.Count - 1; i >= 0; i--)
            if (_adapters[i].Enabled)
                outputs = _adapters[i].Finish(outputs);
        return outputs;
    }

    /// <summary>Puts a head on the backbone; one that was there before is taken off.</summary>
    /// <param name="head">The head; its parameters appear in the state under <see cref="PluginHost.Head.Key"/>.</param>
    public void Attach(Head head)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (Head is not null) register_module(Head.Key, null);
        Head = head;
        register_module(head.Key, head);
    }

    /// <summary>Attaches an adapter; what <see cref="AdapterContext"/>'s owner calls when the adapter is made.</summary>
    /// <exception cref="PluginHostException">An adapter of the same name is attached.</exception>
    public void Attach(Adapter adapter)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        if (_adapters.Any(other => other.Name == adapter.Name))
            throw new PluginHostException($"The model has an adapter called \"{adapter.Name}\" already; give the second one another name.");
        _adapters.Add(adapter);
        if (adapter.OwnModule is { } module) register_module(ModuleTree.OwnModuleName(adapter), module);
    }

    /// <summary>Takes an adapter off the list; its modules must be out of the model before.</summary>
    public void Detach(Adapter adapter)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        if (_adapters.Remove(adapter) && adapter.OwnModule is not null) register_module(ModuleTree.OwnModuleName(adapter), null);
    }
}

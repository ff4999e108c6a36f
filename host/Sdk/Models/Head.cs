// The contract of a head.
using TorchSharp;

namespace PluginHost;

/// <summary>Turns a backbone's outputs into a task's. It adds to the outputs, typically <see cref="Fields.Logits"/>.</summary>
public abstract class Head : torch.nn.Module<Outputs, Outputs>
{
    /// <summary>Makes a head.</summary>
    /// <param name="name">The name that it is registered under; also the module's <c>Name</c>.</param>
    /// <param name="key">The name of its parameters in the model's state: <see cref="HeadPlacement.Key"/>.</param>
    protected Head(string name, string key) : base(name) => Key = key;

    /// <summary>The name of its parameters in the model's state.</summary>
    public string Key { get; }

    /// <summary>Whether all its parameters are the backbone's own (tied), so that nothing of it is trained or stored by itself.</summary>
    public virtual bool IsTied => false;

    /// <summary>PEFT's <c>task_type</c> for adapters trained with this head, such as <c>SEQ_CLS</c>; null when PEFT has none.</summary>
    public virtual string? PeftTaskType => null;

    /// <summary>
    /// What belongs into <c>config.json</c> about the head, by key: <c>id2label</c>, <c>problem_type</c>, and the class name for
    /// <c>architectures</c> under that key as a string.
    /// </summary>
    public virtual System.Text.Json.Nodes.JsonObject ToConfig() => [];
}

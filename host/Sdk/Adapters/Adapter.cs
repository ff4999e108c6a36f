// The contract of a parameter-efficient fine-tuning method, once attached to a model.
using System.Text.Json.Nodes;
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost;

/// <summary>
/// A parameter-efficient fine-tuning method that is attached to a model. A method acts in either or both of two ways: it puts modules
/// of its own in place of the model's (<see cref="AdapterContext.Replace"/>), or it changes what goes into the backbone and what comes
/// out (<see cref="Prepare"/>, <see cref="Finish"/>).
/// </summary>
public abstract class Adapter
{
    /// <summary>Its name on this model: <c>default</c> unless the recipe says otherwise.</summary>
    public required string Name { get; init; }

    /// <summary>The name that the method is registered under.</summary>
    public required string Method { get; init; }

    /// <summary>What it promises.</summary>
    public abstract AdapterTraits Traits { get; }

    /// <summary>
    /// Its own parameters by their names in PEFT's <c>adapter_model.safetensors</c> without <c>base_model.model.</c> where the method has a
    /// module path, as in <c>transformer.h.0.attn.c_attn.lora_A.weight</c>, or bare, as in <c>prompt_embeddings</c>.
    /// </summary>
    public abstract IEnumerable<KeyValuePair<string, Parameter>> Parameters { get; }

    /// <summary>
    /// What it has that stands in the place of no module of the model (a prompt, a prefix), or null. The model holds it while the adapter
    /// is attached, so that its parameters are trained, moved and kept in checkpoints; it is no part of the base model's state.
    /// </summary>
    public virtual torch.nn.Module? OwnModule => null;

    /// <summary>Whether it takes part in the forward pass. Turned off, the model computes what the base alone would.</summary>
    public virtual bool Enabled { get; set; } = true;

    /// <summary>What belongs into PEFT's <c>adapter_config.json</c>, <c>peft_type</c> included; the host adds the common keys.</summary>
    public abstract JsonObject ToPeftConfig();

    /// <summary>
    /// What is stored, by the names of <see cref="Parameters"/>: the parameters themselves, unless the file's form differs from what
    /// is trained (a prefix projection, which is stored as what it computes).
    /// </summary>
    public virtual IEnumerable<KeyValuePair<string, torch.Tensor>> ToStored() =>
        Parameters.Select(pair => KeyValuePair.Create(pair.Key, (torch.Tensor)pair.Value));

    /// <summary>Takes what <see cref="ToStored"/> gave. Names and shapes have been compared with it before.</summary>
    /// <param name="stored">Tensors by name.</param>
    public virtual void LoadStored(IReadOnlyDictionary<string, torch.Tensor> stored)
    {
        using var frozen = torch.no_grad();
        foreach (var (name, parameter) in Parameters) parameter.copy_(stored[name]);
    }

    /// <summary>Changes the batch before the backbone sees it; returns a new batch and leaves the given one alone.</summary>
    public virtual Batch Prepare(Batch batch) => batch;

    /// <summary>Changes what the model returns.</summary>
    public virtual Outputs Finish(Outputs outputs) => outputs;

    /// <summary>A term added to the objective's loss (AdaLoRA's orthogonality), or null.</summary>
    public virtual torch.Tensor? Penalty() => null;

    /// <summary>Called after each optimizer step, before gradients are cleared.</summary>
    /// <param name="step">The step, from 1.</param>
    /// <param name="totalSteps">How many there will be.</param>
    public virtual void AfterStep(long step, long totalSteps)
    {
    }

    /// <summary>Groups that are trained with settings of their own (LoRA+'s B); parameters in no group use the optimizer's.</summary>
    public virtual IEnumerable<ParameterGroup> Groups => [];

    /// <summary>Adds the adapter into the base weights and takes its modules out of the model.</summary>
    /// <exception cref="PluginHostException">The method is not <see cref="AdapterTraits.Mergeable"/>.</exception>
    public virtual void Merge() => throw new PluginHostException($"{Method} cannot be merged into the base weights: it is not of that form.");

    /// <summary>
    /// Takes what <see cref="Merge"/> added out of the base weights again and puts its modules back, so that the adapter is active as it was
    /// before. As in PEFT the difference is subtracted, so the base is what it was up to rounding.
    /// </summary>
    /// <exception cref="PluginHostException">The method cannot, or the adapter is not merged.</exception>
    public virtual void Unmerge() => throw new PluginHostException($"{Method} cannot be taken out of the base weights once it is merged: load the base again.");
}

// A module and where it is.
using TorchSharp;

namespace PluginHost;

/// <summary>A module and where it is.</summary>
/// <param name="Path">Its path in the base model, without any wrapper's <c>base_layer</c>, as in <c>transformer.h.0.attn.c_attn</c>.</param>
/// <param name="Module">The module that stands there now: the base's own, or the outermost wrapper around it.</param>
/// <param name="Base">The base model's own module.</param>
public sealed record NamedModule(string Path, torch.nn.Module<torch.Tensor, torch.Tensor> Module, torch.nn.Module Base);

// A linear map, whatever way round it stores its weight.
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost;

/// <summary>
/// A linear map that a method can act on. <c>torch.nn.Linear</c> counts as one without implementing this
/// (<see cref="ModuleTree.AsProjection"/>); GPT-2's <c>Conv1D</c>, which stores its weight as (in, out), implements it.
/// </summary>
public interface IProjection
{
    /// <summary>Width of the input.</summary>
    long InFeatures { get; }

    /// <summary>Width of the output.</summary>
    long OutFeatures { get; }

    /// <summary>Whether the weight is stored as (in, out); PEFT's <c>fan_in_fan_out</c>.</summary>
    bool FanInFanOut { get; }

    /// <summary>The weight: [out, in], or [in, out] with <see cref="FanInFanOut"/>.</summary>
    Parameter Weight { get; }

    /// <summary>The bias [out], or null.</summary>
    Parameter? Bias { get; }
}

// How fresh LoRA weights are drawn.
namespace PluginHost.LowRank;

/// <summary>How fresh weights are drawn; PEFT's <c>init_lora_weights</c>.</summary>
public enum LoraInitialization
{
    /// <summary>A uniform between ±1/√in, as torch draws a linear layer's weight, and B zero: nothing changes at first. PEFT's <c>true</c>.</summary>
    KaimingUniform,

    /// <summary>A normal with standard deviation 1/rank, and B zero: nothing changes at first. PEFT's <c>"gaussian"</c>.</summary>
    Gaussian,

    /// <summary>A and B both as torch draws a linear layer's weight, which changes the model from the start; for tests. PEFT's <c>false</c>.</summary>
    Random,
}

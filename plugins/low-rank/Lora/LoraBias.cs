// Which biases are trained beside LoRA.
namespace PluginHost.LowRank;

/// <summary>Which of the base's biases are trained as well; PEFT's <c>bias</c>.</summary>
public enum LoraBias
{
    /// <summary>None.</summary>
    None,

    /// <summary>All of the backbone's.</summary>
    All,

    /// <summary>Those of the modules that have a LoRA.</summary>
    LoraOnly,
}

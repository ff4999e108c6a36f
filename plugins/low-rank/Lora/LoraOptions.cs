// Options of the adapter "lora".
using System.ComponentModel.DataAnnotations;

namespace PluginHost.LowRank;

/// <summary>
/// Options of the adapter <c>lora</c>. Names in PEFT 0.14 (<c>LoraConfig</c>) are given with each; defaults are PEFT's.
/// </summary>
public sealed record LoraOptions : IOptionsWithRules
{
    /// <summary>The rank r of the update: A is [r, in] and B [out, r]. PEFT: <c>r</c>.</summary>
    [Range(1, 65536)]
    public int Rank { get; init; } = 8;

    /// <summary>The update is scaled by alpha / rank. PEFT: <c>lora_alpha</c>.</summary>
    [Range(0.0, double.MaxValue)]
    public double Alpha { get; init; } = 8;

    /// <summary>The probability of dropping an input of A while training. PEFT: <c>lora_dropout</c>.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }

    /// <summary>
    /// The modules to adapt: ends of their paths, such as <c>c_attn</c>; one regular expression over whole paths; <c>all-linear</c>; or
    /// empty for the model's default. PEFT: <c>target_modules</c>.
    /// </summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Modules to leave out of <see cref="Targets"/>, named in the same ways. PEFT: <c>exclude_modules</c>.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Which of the base's biases are trained as well. PEFT: <c>bias</c>.</summary>
    public LoraBias Bias { get; init; } = LoraBias.None;

    /// <summary>Scales by alpha / √rank instead, which keeps learning stable at high ranks (Kalajdzievski 2023, rsLoRA). PEFT: <c>use_rslora</c>.</summary>
    public bool UseRsLora { get; init; }

    /// <summary>How fresh weights are drawn. PEFT: <c>init_lora_weights</c>.</summary>
    public LoraInitialization InitWeights { get; init; } = LoraInitialization.KaimingUniform;

    /// <summary>The numbers of the layers to adapt; empty for all. PEFT: <c>layers_to_transform</c>.</summary>
    public IReadOnlyList<int> LayersToTransform { get; init; } = [];

    /// <summary>The names of the lists that <see cref="LayersToTransform"/> counts in, such as <c>layers</c>; empty for any. PEFT: <c>layers_pattern</c>.</summary>
    public IReadOnlyList<string> LayersPattern { get; init; } = [];

    /// <summary>Other ranks for some modules, by a regular expression for the end of their paths. PEFT: <c>rank_pattern</c>.</summary>
    public IReadOnlyDictionary<string, int> RankPattern { get; init; } = new Dictionary<string, int>();

    /// <summary>Other alphas for some modules, by a regular expression for the end of their paths. PEFT: <c>alpha_pattern</c>.</summary>
    public IReadOnlyDictionary<string, double> AlphaPattern { get; init; } = new Dictionary<string, double>();

    /// <summary>
    /// Modules of the base that are trained and stored whole, by the ends of their paths. The head need not be named: it is trained
    /// anyway unless it is tied. PEFT: <c>modules_to_save</c>.
    /// </summary>
    public IReadOnlyList<string> ModulesToSave { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<string> Check()
    {
        foreach (var (pattern, rank) in RankPattern ?? new Dictionary<string, int>())
            if (rank < 1)
                yield return $"RankPattern[\"{pattern}\"] is {rank}; it has to be at least 1";
        if (LayersToTransform is { Count: 0 } && LayersPattern is { Count: > 0 }) yield return "LayersPattern is given and LayersToTransform is not; the pattern alone chooses nothing";
    }
}

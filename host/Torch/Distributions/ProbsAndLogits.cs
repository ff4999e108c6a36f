// A probability given as itself or as its logit; the other is made on first use.
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Exactly one of probs and logits is given; both belong to the distribution that made this.</summary>
internal sealed class ProbsAndLogits
{
    private readonly Func<Tensor, Tensor> _keep;
    private readonly Func<Tensor, Tensor> _toLogits;
    private readonly Func<Tensor, Tensor> _toProbs;
    private Tensor? _probs;
    private Tensor? _logits;

    internal ProbsAndLogits(string distribution, Tensor? probs, Tensor? logits, Func<Tensor, Tensor> keep, Func<Tensor, Tensor> toLogits, Func<Tensor, Tensor> toProbs)
    {
        if (probs is null == logits is null)
            throw new ArgumentException($"{distribution}: give either probs or logits, got {(probs is null ? "neither" : "both")}.", nameof(probs));
        _keep = keep;
        _toLogits = toLogits;
        _toProbs = toProbs;
        GivenProbs = probs is not null;
        _probs = probs is null ? null : keep(probs);
        _logits = logits is null ? null : keep(logits);
    }

    internal bool GivenProbs { get; }

    /// <summary>The one that was given.</summary>
    internal Tensor Given => GivenProbs ? _probs! : _logits!;

    internal Tensor Probs => _probs ??= Made(_toProbs, _logits!);

    internal Tensor Logits => _logits ??= Made(_toLogits, _probs!);

    // What was given, expanded, for the constructor of another distribution.
    internal (Tensor? Probs, Tensor? Logits) Expanded(params ReadOnlySpan<long> shape)
    {
        var given = Given.expand(shape);
        return GivenProbs ? (given, null) : (null, given);
    }

    internal static Tensor? Number(double? value) => value is { } given ? tensor(given) : null;

    internal static Tensor? Number(float? value) => value is { } given ? tensor(given) : null;

    private Tensor Made(Func<Tensor, Tensor> convert, Tensor from)
    {
        using var scope = NewDisposeScope();
        return _keep(convert(from));
    }
}

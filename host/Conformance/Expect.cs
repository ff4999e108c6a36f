// How checks say what they expect.
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>A check does not hold; the message says what was expected and what came.</summary>
internal sealed class ViolationException(string message) : Exception(message);

/// <summary>There is nothing to check; the message says why.</summary>
internal sealed class InapplicableException(string message) : Exception(message);

/// <summary>What checks say.</summary>
internal static class Expect
{
    /// <summary>Ends the check where something does not hold.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <param name="sentence">What was expected and what came.</param>
    public static void That(bool holds, string sentence)
    {
        if (!holds) throw new ViolationException(sentence);
    }

    /// <summary>Ends the check because there is nothing to see.</summary>
    public static void Applies(bool applies, string why)
    {
        if (!applies) throw new InapplicableException(why);
    }

    /// <summary>Both have the same shape and the same bits.</summary>
    /// <param name="came">What came.</param>
    /// <param name="expected">What was expected.</param>
    /// <param name="what">What they are, as the beginning of a sentence.</param>
    public static void Same(torch.Tensor came, torch.Tensor expected, string what)
    {
        Shape(came, expected, what);
        if (!torch.equal(came.detach(), expected.detach()))
            throw new ViolationException($"{what} should be the same bit for bit, and differ{(Difference(came, expected) is { } most ? $" by up to {most:g3}" : "")}.");
    }

    /// <summary>Both have the same shape and differ by no more than rounding.</summary>
    /// <param name="came">What came.</param>
    /// <param name="expected">What was expected.</param>
    /// <param name="tolerance">How far they may differ, as a share of the largest number (of 1 where that is smaller).</param>
    /// <param name="what">What they are, as the beginning of a sentence.</param>
    public static void Close(torch.Tensor came, torch.Tensor expected, double tolerance, string what)
    {
        Shape(came, expected, what);
        if (expected.numel() == 0) return;
        var most = Difference(came, expected) ?? double.NaN;
        var allowed = tolerance * Math.Max(1, expected.detach().to(torch.float64).abs().max().ToDouble());
        That(most <= allowed, $"{what} should differ by no more than {allowed:g3}, and differ by up to {most:g3}.");
    }

    /// <summary>Every number is finite.</summary>
    public static void Finite(torch.Tensor tensor, string what)
    {
        if (!tensor.is_floating_point()) return;
        var broken = tensor.numel() - tensor.detach().isfinite().sum().ToInt64();
        That(broken == 0, $"{what} should be finite, and {broken} of {tensor.numel()} numbers are NaN or infinite.");
    }

    /// <summary>Something is refused with a sentence; any other exception, and none, ends the check.</summary>
    /// <param name="act">What is to be refused.</param>
    /// <param name="what">What it is, as the beginning of a sentence.</param>
    public static string Refusal(Action act, string what)
    {
        try
        {
            act();
        }
        catch (PluginHostException refusal)
        {
            That(refusal.Message.Contains(' ', StringComparison.Ordinal) && refusal.Message.Length > 20, $"{what} should be refused with a sentence, and what came is \"{refusal.Message}\".");
            return refusal.Message;
        }
        catch (Exception fault)
        {
            throw new ViolationException($"{what} should be refused with a sentence (a PluginHostException), and it threw {Describe(fault)}");
        }

        throw new ViolationException($"{what} should be refused with a sentence, and nothing was said.");
    }

    /// <summary>An exception in a few words, with the place in the plugin where it was thrown.</summary>
    public static string Describe(Exception fault)
    {
        while (fault is System.Reflection.TargetInvocationException { InnerException: { } inner }) fault = inner;
        var cause = fault is PluginException { InnerException: { } thrown } ? thrown : fault;
        var place = cause.StackTrace?.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && !line.Contains(" TorchSharp.", StringComparison.Ordinal)
            && !line.Contains(" System.", StringComparison.Ordinal) && !line.Contains(" PluginHost.Conformance.", StringComparison.Ordinal));
        return $"{fault.GetType().Name}: {fault.Message.TrimEnd('.')}.{(place is null ? "" : $" It was thrown {place}.")}";
    }

    public static string Shape(torch.Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";

    private static void Shape(torch.Tensor came, torch.Tensor expected, string what) =>
        That(came.shape.AsSpan().SequenceEqual(expected.shape), $"{what} should have the shape {Shape(expected)}, and came as {Shape(came)}.");

    private static double? Difference(torch.Tensor came, torch.Tensor expected) =>
        came.numel() == 0 || came.dtype == torch.ScalarType.Bool ? null : (came.detach().to(torch.float64) - expected.detach().to(torch.float64)).abs().max().ToDouble();
}

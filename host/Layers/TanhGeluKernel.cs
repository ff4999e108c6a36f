// The arithmetic of the tanh GELU over float32 numbers in memory, a vector at a time.
using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp;

namespace PluginHost.Layers;

/// <summary>
/// x σ(z) with z = 2 √(2/π) (x + 0.044715 x³), which is the tanh form written with one exponential: (1 + tanh(z/2)) / 2 = σ(z).
/// </summary>
internal static unsafe class TanhGeluKernel
{
    /// <summary>dz/dx at 0: 2 √(2/π).</summary>
    public const double Linear = 1.5957691216057308;

    /// <summary>The factor of x³ in z.</summary>
    public const double Cubic = Linear * 0.044715;

    // Below this a second thread costs more than it saves.
    private const long Chunk = 1 << 16;

    private delegate void Pass(float* x, float* gradient, float* result, long count);

    /// <summary>Whether a tensor is what the kernel works on: float32, on the CPU, without gaps.</summary>
    public static bool Fits(torch.Tensor tensor) => tensor.dtype == torch.float32 && tensor.is_cpu() && tensor.is_contiguous();

    /// <summary>Writes gelu(x).</summary>
    public static void Forward(torch.Tensor x, torch.Tensor result) => Run(Forward, x, x, result);

    /// <summary>Writes gradient · gelu'(x).</summary>
    public static void Backward(torch.Tensor x, torch.Tensor gradient, torch.Tensor result) => Run(Backward, x, gradient, result);

    private static void Run(Pass pass, torch.Tensor x, torch.Tensor gradient, torch.Tensor result)
    {
        var count = x.numel();
        var (from, slope, to) = (x.data_ptr(), gradient.data_ptr(), result.data_ptr());
        var parts = (int)Math.Min(torch.get_num_threads(), count / Chunk);
        if (parts <= 1)
        {
            pass((float*)from, (float*)slope, (float*)to, count);
        }
        else
        {
            var size = (count + parts - 1) / parts;
            Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, part =>
            {
                var start = part * size;
                pass((float*)from + start, (float*)slope + start, (float*)to + start, Math.Min(size, count - start));
            });
        }

        GC.KeepAlive(x);
        GC.KeepAlive(gradient);
        GC.KeepAlive(result);
    }

    // Compiled once and fully: a first, quick compilation of vectors is a hundred times slower, and may round otherwise than the second.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward(float* x, float* gradient, float* result, long count)
    {
        long i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var value = Vector.Load(x + i);
            Vector.Store(value * Gate(value, value * value), result + i);
        }

        for (; i < count; i++) result[i] = x[i] * Gate(new Vector<float>(x[i]), new Vector<float>(x[i] * x[i]))[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward(float* x, float* gradient, float* result, long count)
    {
        long i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count) Vector.Store(Vector.Load(gradient + i) * Slope(Vector.Load(x + i)), result + i);
        for (; i < count; i++) result[i] = gradient[i] * Slope(new Vector<float>(x[i]))[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Slope(Vector<float> x)
    {
        var square = x * x;
        var gate = Gate(x, square);
        var slope = Vector.MultiplyAddEstimate(square, new Vector<float>((float)(3 * Cubic)), new Vector<float>((float)Linear));
        return Vector.MultiplyAddEstimate(x * gate * (Vector<float>.One - gate), slope, gate);
    }

    // σ(z)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Gate(Vector<float> x, Vector<float> square)
    {
        var z = x * Vector.MultiplyAddEstimate(square, new Vector<float>((float)Cubic), new Vector<float>((float)Linear));
        return Vector<float>.One / (Vector<float>.One + Exponential(-z));
    }

    // e^x = 2^n e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2, where a polynomial of degree 6 is exact to a float's last bit or so.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Exponential(Vector<float> x)
    {
        // Within these bounds neither e^x nor 1 / (1 + e^x) leaves the normal numbers.
        x = Vector.Min(Vector.Max(x, new Vector<float>(-87f)), new Vector<float>(87f));
        var n = Vector.Round(x * new Vector<float>(1.44269504f));
        // ln 2 in two parts, so that r keeps its low bits.
        var r = Vector.MultiplyAddEstimate(n, new Vector<float>(-0.693359375f), x);
        r = Vector.MultiplyAddEstimate(n, new Vector<float>(2.12194440e-4f), r);
        var p = new Vector<float>(1f / 720);
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(1f / 120));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(1f / 24));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(1f / 6));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(0.5f));
        p = Vector.MultiplyAddEstimate(p, r, Vector<float>.One);
        p = Vector.MultiplyAddEstimate(p, r, Vector<float>.One);
        return p * Vector.AsVectorSingle((Vector.ConvertToInt32(n) + new Vector<int>(127)) << 23);
    }
}

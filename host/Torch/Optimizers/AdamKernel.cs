// One step of Adam over a float32 parameter on the CPU in one pass over memory: four reads and three writes an element, where the
// same step in separate operators makes about ten passes.
using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

internal static unsafe class AdamKernel
{
    internal static bool Fits(Tensor parameter, Tensor gradient, Tensor average, Tensor square) =>
        Plain(parameter, out var elements) && Plain(gradient, out var others) && others == elements
        && Plain(average, out others) && others == elements && Plain(square, out others) && others == elements;

    private static bool Plain(Tensor tensor, out long elements)
    {
        var info = tensor.Info("Adam");
        GC.KeepAlive(tensor);
        elements = info.Elements;
        return info.DeviceType == (int)DeviceType.CPU && info.ScalarType == (int)ScalarType.Float32 && info.Layout == 0 && info.IsContiguous;
    }

    internal static void Step(Tensor parameter, Tensor gradient, Tensor average, Tensor square, long step, AdamOptions options, bool decoupled)
    {
        double beta1 = options.beta1!.Value, beta2 = options.beta2!.Value, rate = options.LearningRate!.Value, decay = options.weight_decay!.Value;
        var arguments = new Arguments
        {
            Beta1 = (float)beta1,
            Beta2 = (float)beta2,
            Rest1 = (float)(1 - beta1),
            Rest2 = (float)(1 - beta2),
            Shrink = decoupled ? (float)(1 - rate * decay) : 1,
            Decay = decoupled ? 0 : (float)decay,
            Sign = options.maximize == true ? -1 : 1,
            Root = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step))),
            Epsilon = (float)options.eps!.Value,
            Size = (float)(rate / (1 - Math.Pow(beta1, step))),
        };
        var elements = parameter.numel();
        if (elements == 0)
            return;
        Run((float*)parameter.data_ptr(), (float*)gradient.data_ptr(), (float*)average.data_ptr(), (float*)square.data_ptr(), elements, arguments);
        // Autograd must notice that what it may have saved was written to.
        parameter.BumpVersion();
        average.BumpVersion();
        square.BumpVersion();
        GC.KeepAlive(gradient);
    }

    // Compiled once and fully: a first, quick compilation of vectors is a hundred times slower, and may round otherwise than the second.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run(float* p, float* g, float* m, float* v, long elements, in Arguments a)
    {
        long i = 0;
        Vector<float> beta1 = new(a.Beta1), beta2 = new(a.Beta2), rest1 = new(a.Rest1), rest2 = new(a.Rest2), shrink = new(a.Shrink), decay = new(a.Decay),
            sign = new(a.Sign), root = new(a.Root), epsilon = new(a.Epsilon), size = new(a.Size);
        for (; i <= elements - Vector<float>.Count; i += Vector<float>.Count)
        {
            var weight = Vector.Load(p + i);
            var gradient = Vector.Load(g + i) * sign + weight * decay;
            var first = Vector.Load(m + i) * beta1 + gradient * rest1;
            var second = Vector.Load(v + i) * beta2 + gradient * gradient * rest2;
            Vector.Store(first, m + i);
            Vector.Store(second, v + i);
            Vector.Store(weight * shrink - size * (first / (Vector.SquareRoot(second) * root + epsilon)), p + i);
        }
        for (; i < elements; i++)
        {
            var gradient = g[i] * a.Sign + p[i] * a.Decay;
            m[i] = m[i] * a.Beta1 + gradient * a.Rest1;
            v[i] = v[i] * a.Beta2 + gradient * gradient * a.Rest2;
            p[i] = p[i] * a.Shrink - a.Size * (m[i] / (MathF.Sqrt(v[i]) * a.Root + a.Epsilon));
        }
    }

    private struct Arguments
    {
        internal float Beta1, Beta2, Rest1, Rest2, Shrink, Decay, Sign, Root, Epsilon, Size;
    }
}

// Sums the gradients of replicas: one pass over memory on the CPU, where operators would make one an addend and one for the division.
using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

internal static unsafe class GradientSum
{
    /// <summary>gradient ← (gradient + Σ replica's gradient) / divisor; the replica's gradients are let go.</summary>
    internal static void Into(IReadOnlyList<Parameter> parameters, IReadOnlyList<IReadOnlyList<Parameter>> replicas, double divisor)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 0; i < parameters.Count; i++)
        {
            var sum = parameters[i].grad;
            var scale = (float)(1 / divisor);
            for (var r = 0; r < replicas.Count; r++)
            {
                var replica = replicas[r][i];
                if (replica.grad is not { } addend)
                    continue;
                replica.grad = null;
                if (sum is null)
                    parameters[i].grad = sum = addend;
                else if (r == replicas.Count - 1 && Fits(sum, addend))
                {
                    Add((float*)sum.data_ptr(), (float*)addend.data_ptr(), sum.numel(), scale);
                    sum.BumpVersion();
                    GC.KeepAlive(addend);
                    scale = 1;
                }
                else
                    sum.add_(addend);
            }
            if (scale != 1)
                sum?.mul_(scale);
        }
    }

    private static bool Fits(Tensor sum, Tensor addend)
    {
        var (left, right) = (sum.Info("sum of gradients"), addend.Info("sum of gradients"));
        return Plain(left) && Plain(right) && left.Elements == right.Elements;
    }

    private static bool Plain(in TensorInfo info) =>
        info.DeviceType == (int)DeviceType.CPU && info.ScalarType == (int)ScalarType.Float32 && info.Layout == 0 && info.IsContiguous;

    // Compiled once and fully: a first, quick compilation of vectors is a hundred times slower, and may round otherwise than the second.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(float* sum, float* addend, long elements, float scale)
    {
        long i = 0;
        var factor = new Vector<float>(scale);
        for (; i <= elements - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store((Vector.Load(sum + i) + Vector.Load(addend + i)) * factor, sum + i);
        for (; i < elements; i++)
            sum[i] = (sum[i] + addend[i]) * scale;
    }
}

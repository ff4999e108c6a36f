// Activation checkpointing: the same gradients to the last bit, dropout and autocast included, for less memory.
using System.Runtime.InteropServices;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

[Collection(GlobalSettings.Name)]
public sealed class CheckpointTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_are_the_same_to_the_last_bit(bool lower)
    {
        var (plainLoss, plain) = Train(checkpointed: false, lower);
        var (loss, gradients) = Train(checkpointed: true, lower);
        Assert.Equal(plainLoss, loss);
        Assert.Equal(plain.Count, gradients.Count);
        Assert.All(plain.Zip(gradients), pair => Assert.True(equal(pair.First, pair.Second)));
    }

    [Fact]
    public void Numbers_drawn_after_backward_are_those_of_a_run_without_it()
    {
        Train(checkpointed: false, lower: false);
        var plain = rand(4);
        Train(checkpointed: true, lower: false);
        Assert.True(equal(plain, rand(4)));
    }

    [Fact]
    public void Only_the_inputs_are_kept()
    {
        const int Megabytes = 4, Operators = 40;
        var x = randn(Megabytes * 1024 * 256, requires_grad: true);
        // Each C# handle goes as soon as it is used; what stays is the graph's.
        Tensor Deep(Tensor input)
        {
            var value = input.sin();
            for (var i = 1; i < Operators; i++)
            {
                var next = value.sin();
                value.Dispose();
                value = next;
            }
            return value;
        }
        double Held(Func<Tensor> compute)
        {
            using var scope = NewDisposeScope();
            var before = AllocatedMegabytes();
            var result = compute();
            var held = AllocatedMegabytes() - before;
            result.sum().backward();
            return held;
        }

        var recomputed = Held(() => utils.checkpoint(Deep, x));
        var kept = Held(() => Deep(x));
        Assert.True(recomputed < 8 * Megabytes, $"{recomputed} MB with checkpointing");
        Assert.True(kept > Operators * Megabytes / 2, $"{kept} MB without");
    }

    // What the C library has given out; the resident size would count what it keeps, too.
    private static double AllocatedMegabytes()
    {
        var info = mallinfo2();
        return (double)(info.BytesInUse + info.BytesMapped) / (1 << 20);
    }

    [DllImport("libc")]
    private static extern Allocations mallinfo2();

#pragma warning disable CS0649 // written by the C library
    private struct Allocations
    {
        public nuint Arena, FreeChunks, FastChunks, MappedBlocks, BytesMapped, Unused, FastBytes, BytesInUse, BytesFree, Releasable;
    }
#pragma warning restore CS0649

    [Fact]
    public void Without_a_gradient_to_compute_the_function_is_just_called()
    {
        var x = ones(2);
        Assert.Null(utils.checkpoint(value => value * 2, x).grad_fn);
        using (no_grad()) Assert.Null(utils.checkpoint(value => value * 2, ones(2, requires_grad: true)).grad_fn);
    }

    [Fact]
    public void A_function_that_changes_its_mind_is_a_sentence()
    {
        var calls = 0;
        var x = ones(3, requires_grad: true);
        var y = utils.checkpoint(value => ++calls == 1 ? value * 2 : value.sum(), x);
        var fault = Assert.Throws<TorchException>(() => y.sum().backward());
        Assert.Contains("returned [3] in forward and [] when it was computed again", fault.Message, StringComparison.Ordinal);
    }

    private static (double Loss, List<Tensor> Gradients) Train(bool checkpointed, bool lower)
    {
        manual_seed(7);
        var first = nn.Linear(8, 16);
        var second = nn.Linear(16, 8);
        var x = randn(4, 8, requires_grad: true);
        using var cast = lower ? autocast(CPU, ScalarType.BFloat16) : null;
        Tensor Part(Tensor input) => nn.functional.dropout(second.call(nn.functional.gelu(first.call(input))), 0.5, training: true);
        var y = checkpointed ? utils.checkpoint(Part, x) : Part(x);
        var loss = (y.to(ScalarType.Float32) * arange(8)).sum();
        loss.backward();
        return (loss.ToDouble(), [x.grad!, .. first.parameters().Concat(second.parameters()).Select(parameter => parameter.grad!)]);
    }
}

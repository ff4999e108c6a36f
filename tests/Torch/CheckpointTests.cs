// Activation checkpointing: the same gradients to the last bit, for less memory.
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

    [Fact]
    public void GradientsAreTheSameToTheLastBitWithDropoutInside()
    {
        var (plain, plainWeights) = Train(checkpointed: false);
        var (spared, sparedWeights) = Train(checkpointed: true);
        Assert.Equal(plain, spared);
        Assert.Equal(plainWeights, sparedWeights);
    }

    [Fact]
    public void UnderAutocastToo()
    {
        var (plain, plainWeights) = Train(checkpointed: false, cast: true);
        var (spared, sparedWeights) = Train(checkpointed: true, cast: true);
        Assert.Equal(plain, spared);
        Assert.Equal(plainWeights, sparedWeights);
    }

    [Fact]
    public void TheRandomNumbersAfterBackwardAreThoseWithoutCheckpointing()
    {
        manual_seed(3);
        var x = ones(4, 4).requires_grad_();
        utils.checkpoint(value => nn.functional.dropout(value, 0.5, true), x).sum().backward();
        var after = rand([4]).ToArray<float>();
        manual_seed(3);
        nn.functional.dropout(x, 0.5, true);
        Assert.Equal(rand([4]).ToArray<float>(), after);
    }

    [Fact]
    public void LeavesInsideGetGradientsWhereNoInputNeedsOne()
    {
        var weight = ones(2, 2).requires_grad_();
        var y = utils.checkpoint(x => x.matmul(weight), ones(1, 2));
        Assert.True(y.requires_grad);
        y.sum().backward();
        Assert.Equal([1f, 1f, 1f, 1f], weight.grad!.ToArray<float>());
    }

    [Fact]
    public void SeveralInputsAndOutputsOneOfThemAnInput()
    {
        var x = tensor(2.0).requires_grad_();
        var y = tensor(3.0).requires_grad_();
        var made = utils.checkpoint(both => [both[0] * both[1], both[0]], [x, y]);
        (made[0] * 10 + made[1]).backward();
        Assert.Equal(31, x.grad!.ToDouble());
        Assert.Equal(20, y.grad!.ToDouble());
    }

    [Fact]
    public void LessLivesBetweenForwardAndBackward()
    {
        Assert.True(Kept(checkpointed: true) < Kept(checkpointed: false) / 4);

        // Bytes that the graph of eight squares keeps, seen by what the C library has given out.
        static long Kept(bool checkpointed)
        {
            const int side = 1024;
            using var scope = NewDisposeScope();
            var x = ones(side, side).requires_grad_();
            Tensor Body(Tensor value)
            {
                for (var i = 0; i < 16; i++)
                    value = value.sigmoid();
                return value;
            }
            Leftovers.Collect();
            var before = Allocated();
            Tensor y;
            using (NewDisposeScope())
                y = (checkpointed ? utils.checkpoint(Body, x) : Body(x)).sum().MoveToOuterDisposeScope();
            return Allocated() - before;
        }

        // What the C library has given out; the resident size would count what it keeps for later, too.
        static long Allocated()
        {
            var info = mallinfo2();
            return (long)(info.BytesInUse + info.BytesMapped);
        }
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
    public void NothingIsLeftWhenTheGraphIsGone()
    {
        Leftovers.Collect();
        var before = Memory.LiveTensors;
        using (NewDisposeScope())
        {
            var x = ones(3).requires_grad_();
            utils.checkpoint(value => (value * 2).exp(), x).sum().backward();
            _ = utils.checkpoint(value => value * 2, x);
        }
        Leftovers.Collect();
        Assert.Equal(before, Memory.LiveTensors);
    }

    [Fact]
    public void AFaultOfTheSecondTimeComesOutOfBackward()
    {
        var times = 0;
        var x = ones(1).requires_grad_();
        var y = utils.checkpoint(value => ++times == 1 ? value * 2 : throw new InvalidOperationException("not again"), x);
        Assert.Contains("not again", Assert.Throws<TorchException>(() => y.backward()).Message, StringComparison.Ordinal);
        (x * 3).backward();
        Assert.Equal(3, x.grad!.ToSingle());
    }

    private static (float[] Input, float[] Weights) Train(bool checkpointed, bool cast = false)
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        var first = nn.Linear(16, 32);
        var second = nn.Linear(32, 16);
        var x = randn([8, 16]).requires_grad_();
        Tensor Body(Tensor value) => nn.functional.dropout(second.call(nn.functional.dropout(first.call(value).relu(), 0.3, true)), 0.3, true);
        for (var step = 0; step < 3; step++)
        {
            Tensor loss;
            using (autocast(DeviceType.CPU, enabled: cast))
                loss = (checkpointed ? utils.checkpoint(Body, x) : Body(x)).to(ScalarType.Float32).pow(2).sum();
            loss.backward();
        }
        float[] weights = [.. first.parameters().Concat(second.parameters()).SelectMany(weight => weight.grad!.ToArray<float>())];
        return (x.grad!.ToArray<float>(), weights);
    }
}

// The accumulator that a leaf's handle keeps: it lives no longer than the handle, and never stands for a shape that the leaf has no more.
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

[Collection(GlobalSettings.Name)]
public sealed unsafe class AccumulatorTests
{
    private static int s_released;

    [Fact]
    public void GoesWithItsLeafsHandle()
    {
        Assert.Equal(1, Released(leaf => leaf.requires_grad_()));
        Assert.Equal(1, Released(leaf => leaf.requires_grad_().requires_grad_(false)));
        Assert.Equal(1, Released(leaf => leaf.requires_grad_().requires_grad_()));
        // The graph holds the leaf, and lets go of it with the last result.
        Assert.Equal(1, Released(leaf =>
        {
            using var result = leaf.requires_grad_() * 2;
            leaf.Dispose();
            Assert.Equal(0, s_released);
        }));
    }

    [Fact]
    public void GoesWithALeafThatAnotherThreadDisposesOf() => Assert.Equal(1, Released(leaf =>
    {
        leaf.requires_grad_();
        var other = new Thread(leaf.Dispose);
        other.Start();
        other.Join();
        // What the other thread had to put off is done now.
        _ = Memory.LiveTensors;
    }));

    [Fact]
    public void GoesWithALeafThatAnotherThreadMadeATrainedOne() => Assert.Equal(1, Released(leaf =>
    {
        var other = new Thread(() =>
        {
            leaf.requires_grad_();
            // A thread gives back what it borrowed when it makes a tensor.
            using var made = ones(1);
        });
        other.Start();
        other.Join();
    }));

    [Fact]
    public void GoesWithALeafThatWasForgotten()
    {
        Leftovers.Collect();
        s_released = 0;
        var memory = (float*)NativeMemory.AllocZeroed(4, sizeof(float));
        Forget(memory);
        Leftovers.Collect();
        Assert.Equal(1, s_released);
        NativeMemory.Free(memory);

        static void Forget(float* memory) => Over(memory).requires_grad_();
    }

    [Fact]
    public void CountsAsNoTensor()
    {
        Leftovers.Collect();
        var before = Memory.LiveTensors;
        using (var leaf = rand([2, 2], requires_grad: true))
        using (var result = leaf + leaf)
            Assert.Equal(before + 2, Memory.LiveTensors);
        Assert.Equal(before, Memory.LiveTensors);
    }

    public static TheoryData<string> Changes => ["t_", "set_data", "set_", "as_strided_"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void IsForgottenWhereTheLeafGetsAnotherShape(string change)
    {
        using var scope = NewDisposeScope();
        var leaf = new Parameter(arange(6, ScalarType.Float32).reshape(2, 3)).DetachFromDisposeScope();
        (leaf * 2).sum().Dispose();
        using (no_grad())
        {
            switch (change)
            {
                case "t_": ops.call("aten::t_", leaf); break;
                case "set_": ops.call("aten::set_.source_Tensor", leaf, ones(3, 2)); break;
                case "as_strided_": ops.call("aten::as_strided_", leaf, new long[] { 3, 2 }, new long[] { 2, 1 }); break;
                default: leaf.set_data(ones(3, 2)); break;
            }
        }
        (leaf * full([3, 2], 5)).sum().backward();
        Numbers.Equal([3, 2], [5, 5, 5, 5, 5, 5], leaf.grad!);
        leaf.Dispose();
    }

    [Fact]
    public void IsTheSameThroughoutAnInPlaceStep()
    {
        using var scope = NewDisposeScope();
        var leaf = tensor([1f, 2]).requires_grad_();
        var first = (leaf + leaf).sum();
        using (no_grad())
            leaf.sub_(1);
        (leaf * 3).sum().backward();
        first.backward();
        Numbers.Equal([2], [5, 5], leaf.grad!);
    }

    // How many tensors over memory of this test libtorch let go of, after the leaf was used and disposed of.
    private static int Released(Action<Tensor> use)
    {
        s_released = 0;
        var memory = (float*)NativeMemory.AllocZeroed(4, sizeof(float));
        using (var leaf = Over(memory))
            use(leaf);
        NativeMemory.Free(memory);
        return s_released;
    }

    private static Tensor Over(float* memory)
    {
        long size = 4;
        nint made;
        NativeMethods.Check(NativeMethods.ph_tensor_borrow_memory(memory, &size, 1, (int)ScalarType.Float32, 1, &Count, &made), "the test");
        return new Tensor(made);
    }

    [UnmanagedCallersOnly]
    private static void Count(long handle) => s_released += (int)handle;
}

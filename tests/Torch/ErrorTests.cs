// What goes wrong says which operator, with which shapes, and never ends the process.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class ErrorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void AWrongShapeNamesTheOperatorAndTheShapes()
    {
        var error = Assert.Throws<TorchException>(() => ones(2, 3).matmul(ones(4, 5)));
        Assert.StartsWith("aten::matmul(float32 [2, 3], float32 [4, 5]): ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void AWrongTypeNamesTheType()
    {
        var error = Assert.Throws<TorchException>(() => ones(2).mm(ones(2, 2, dtype: ScalarType.Int64)));
        Assert.Contains("int64 [2, 2]", error.Message, StringComparison.Ordinal);
        Assert.Throws<TorchException>(() => ones(2, dtype: ScalarType.Int64).requires_grad = true);
        Assert.Throws<ArgumentException>(() => ones(2).data<double>());
    }

    [Fact]
    public void WhatDoesNotDivideOrHasNoSignIsAnArgumentError()
    {
        var x = ones(4, 4, 4);
        Assert.Contains("3 parts do not divide dimension 1", Assert.Throws<ArgumentException>(() => x.hsplit(3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => x.vsplit(3));
        Assert.Throws<ArgumentException>(() => dsplit(x, 3));
        Assert.Equal([4, 2, 4], x.hsplit(2)[1].shape);
        Assert.Equal([2], ones(4).hsplit(2)[0].shape);
        Assert.Equal([4, 4, 2], x.dsplit(2)[0].shape);
        Assert.Throws<TorchException>(() => ones(4, 4).dsplit(2));
        Assert.Throws<TorchException>(() => x.vsplit(0));
        Assert.Throws<ArgumentException>(() => ones(2, dtype: ScalarType.Bool).positive());
        Numbers.Equal([2], [1, 1], ones(2).positive());
    }

    [Fact]
    public void ADisposedTensorIsRefusedWithTheOperatorsName()
    {
        var gone = ones(2);
        gone.Dispose();
        gone.Dispose();
        Assert.True(gone.IsInvalid);
        var error = Assert.Throws<ObjectDisposedException>(() => gone + 1);
        Assert.Contains("aten::add.Scalar", error.Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => gone.shape);
        Assert.Throws<ObjectDisposedException>(() => cat([ones(2), gone]));
        Assert.Throws<ObjectDisposedException>(() => gone.backward());
        Assert.Equal("a disposed tensor", gone.ToString());
    }

    [Fact]
    public void NullTensorsAreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => ones(2).add((Tensor)null!));
        Assert.Throws<ArgumentNullException>(() => cat(new Tensor[] { ones(2), null! }));
        Assert.Throws<ArgumentNullException>(() => nn.Parameter(null!));
    }

    [Fact]
    public void IndicesOutOfRangeAndImpossibleSizesAreRefused()
    {
        Assert.Throws<TorchException>(() => ones(2)[5]);
        Assert.Throws<ArgumentException>(() => ones(2)[.., 1]);
        Assert.Throws<TorchException>(() => ones(2)[tensor([7L])]);
        Assert.Throws<TorchException>(() => nn.functional.embedding(tensor([3L]), ones(2, 2)));
        Assert.Throws<TorchException>(() => ones(-1));
        Assert.Throws<TorchException>(() => empty(long.MaxValue, long.MaxValue));
        Assert.ThrowsAny<TorchException>(() => empty(1L << 50));
        Assert.Throws<ArgumentOutOfRangeException>(() => ones(2).size(3));
        Assert.Throws<ArgumentException>(() => tensor([1f, 2f], [3]));
        Assert.Throws<TorchException>(() => nn.functional.cross_entropy(ones(1, 2), tensor([2L])));
    }

    [Fact]
    public void AMissingDeviceIsRefused()
    {
        if (cuda.is_available())
            Assert.Skip("There is a GPU here.");
        Assert.Contains("no CUDA device", Assert.Throws<InvalidOperationException>(() => ones(2).cuda()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => ones(2, device: CUDA));
        Assert.Throws<InvalidOperationException>(() => tensor(new[] { 1f }, device: CUDA));
        Assert.Throws<InvalidOperationException>(() => InitializeDeviceType(DeviceType.CUDA));
        Assert.Throws<ArgumentException>(() => new Device("toaster"));
        Assert.Throws<ArgumentException>(() => new Device("cuda:x"));
    }

    [Fact]
    public void BackwardOfWhatHasNoGraphIsRefused()
    {
        Assert.Throws<TorchException>(() => ones([]).backward());
        var error = Assert.Throws<TorchException>(() => (ones(3).requires_grad_() * 2).backward());
        Assert.Contains("float32 [3]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TorchExceptionIsAnExternalException() =>
        Assert.IsAssignableFrom<System.Runtime.InteropServices.ExternalException>(new TorchException("x"));
}

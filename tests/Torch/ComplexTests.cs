// Complex numbers as scalars, tensors and text.
using System.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class ComplexTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void AScalarKeepsItsParts()
    {
        Scalar single = (1.5f, -2f);
        Scalar exact = new Complex(0.1, 0.2);
        Assert.Equal((1.5f, -2f), single.ToComplexFloat32());
        Assert.Equal(new Complex(0.1, 0.2), exact.ToComplexFloat64());
        Assert.Equal(ScalarType.ComplexFloat32, single.Type);
        Assert.Equal(ScalarType.ComplexFloat64, exact.Type);
    }

    [Fact]
    public void ScalarsAreEqualByTypeAndParts()
    {
        Scalar exact = new Complex(0.1, 0.2);
        Assert.Equal(exact, (Scalar)new Complex(0.1, 0.2));
        Assert.Equal(exact.GetHashCode(), ((Scalar)new Complex(0.1, 0.2)).GetHashCode());
        Assert.NotEqual(exact, (Scalar)new Complex(0.1, 0.3));
        Assert.NotEqual((Scalar)(1f, 2f), (Scalar)new Complex(1, 2));
        Assert.NotEqual((Scalar)1, (Scalar)1.0);
        Assert.Equal(default, (Scalar)0);
    }

    [Fact]
    public void ScalarsAreNotKept()
    {
        var sum = Complex.Zero;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Scalar number = new Complex(i, 0.1);
            sum += number.ToComplexFloat64();
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(499_500, sum.Real);
    }

    [Fact]
    public void ListsOfNumbersTakeComplexOnes()
    {
        // More than a thread's slots, and in every form that a Scalar has.
        const int Count = 200;
        Tensor[] tensors = [.. Enumerable.Range(0, Count).Select(_ => zeros(1, dtype: ScalarType.ComplexFloat64))];
        Scalar[] numbers = [.. Enumerable.Range(0, Count).Select(i => (i % 4) switch { 0 => (Scalar)new Complex(i, 0.1), 1 => (i, 2f), 2 => i, _ => i + 0.1 })];
        ops.call("aten::_foreach_add_.ScalarList", tensors, numbers);
        for (var i = 0; i < Count; i++)
            Assert.Equal(numbers[i].ToComplexFloat64(), tensors[i].item<Complex>());
        Calls._foreach_mul__ScalarList(tensors, numbers);
        for (var i = 0; i < Count; i++)
            Assert.True(Complex.Abs((numbers[i].ToComplexFloat64() * numbers[i].ToComplexFloat64()) - tensors[i].item<Complex>()) < 1e-9);
    }

    [Fact]
    public void OperatorsTakeComplexNumbers()
    {
        var x = tensor(new Complex(1, 2));
        Assert.Equal(new Complex(1, 2) * new Complex(0.1, 3), (x * new Complex(0.1, 3)).ToComplexFloat64());
        Assert.Equal(new Complex(1, 2), x.item<Complex>());
        Assert.Equal((3f, 0f), full(1, (3f, 0f), ScalarType.ComplexFloat32)[0].ToComplexFloat32());
    }

    [Fact]
    public void AConjugateIsLazyAndReadAsWhatItIs()
    {
        var x = tensor([new Complex(1, 2), new Complex(3, 4)]);
        var y = x.conj();
        Assert.True(y.is_conj());
        Assert.True(is_conj(y));
        Assert.False(x.is_conj());
        Assert.False(y.resolve_conj().is_conj());
        Assert.Equal([new Complex(1, -2), new Complex(3, -4)], y.ToArray<Complex>());
        Assert.Equal(new Complex(3, -4), y[1].item<Complex>());
        Assert.True(y.imag.is_neg());
        Assert.Equal([-2.0, -4.0], y.imag.ToArray<double>());
        using var stream = new MemoryStream();
        y.Save(new BinaryWriter(stream));
        stream.Position = 0;
        Assert.Equal(y.ToArray<Complex>(), Tensor.Load(new BinaryReader(stream)).ToArray<Complex>());
        // The memory itself holds something else.
        Assert.Contains("resolve_conj()", Assert.Throws<TorchException>(() => y.data<Complex>()[0]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PartsAreViews()
    {
        var x = tensor([new Complex(1, 2), new Complex(3, 4)]);
        Numbers.Equal([2], [1, 3], x.real);
        x.imag = tensor([5.0, 6.0]);
        Assert.Equal(new Complex(3, 6), x[1].item<Complex>());
        Assert.Equal("[1+5i, 3+6i]", x.npstr());
    }
}

// Odds and ends of TorchSharp's surface: shapes, lists, streams, histograms, jacobians, linear algebra.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class SurfaceTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void EqualityIsOfTheElements()
    {
        Assert.Equal(arange(3), tensor([0L, 1, 2]));
        Assert.Equal(arange(3), tensor([0f, 1, 2]));
        Assert.NotEqual(arange(3), arange(4));
    }

    [Fact]
    public void ATensorBecomesListsAndArrays()
    {
        var x = arange(6).reshape(2, 3);
        var rows = Assert.IsType<System.Collections.ArrayList>(x.tolist());
        Assert.Equal(5, ((Scalar)((System.Collections.ArrayList)rows[1]!)[2]!).ToInt64());
        Assert.Equal(5, ((long[,])x.data<long>().ToNDArray())[1, 2]);
        Assert.Equal([3, 2], x.T.shape);
        Numbers.Equal([2], [0, 1], tensor([3, 4]).nonzero_as_list()[0]);
    }

    [Fact]
    public void ShapesComeFromNumbersAndTuples()
    {
        Assert.Equal([4], randint(1, 5, 4).shape);
        Assert.Equal([2, 3], randint(5, (2, 3), ScalarType.ComplexFloat32).shape);
        Assert.Equal(6, new Size([2, 3]).numel());
    }

    [Fact]
    public void StreamsKeepATensor()
    {
        var x = tensor([1.5, -2]).reshape(1, 2);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        x.Save(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        Assert.Equal(x, TensorExtensionMethods.Load(reader));
        stream.Position = 0;
        Assert.Throws<ArgumentException>(() => zeros(3, ScalarType.Float64).Load(reader));
    }

    [Fact]
    public void HistogramsCount()
    {
        var (counts, edges) = histogram(tensor([1.0, 2, 1]), 3, (0, 3));
        Numbers.Equal([3], [0, 2, 1], counts);
        Numbers.Equal([4], [0, 1, 2, 3], edges);
        Assert.Equal(4, histogram(linspace(0, 1, 16), HistogramBinSelector.Sqrt).hist.size(0));
    }

    [Fact]
    public void AJacobianHasTheShapeOfResultAndInput()
    {
        var x = tensor([1.0, 2]);
        Numbers.Equal([2, 2], [2, 0, 0, 4], autograd.functional.jacobian(v => v * v, x));
    }

    [Fact]
    public void FactorsSolveTheirSystem()
    {
        var a = tensor([4.0, 1, 1, 3]).reshape(2, 2);
        var b = tensor([1.0, 2]).reshape(2, 1);
        var (factors, pivots) = linalg.lu_factor(a);
        Assert.True(a.matmul(linalg.lu_solve(factors, pivots!, b)).allclose(b));
        Numbers.Equal([2, 3], [1, 2, 4, 1, 3, 9], linalg.vander(tensor([2, 3]), 3));
        Assert.Equal(2, linalg.matrix_rank(a).ToInt64());
    }

    [Fact]
    public void ABFloat16CountsAsANumber()
    {
        Assert.Equal(3f, ((BFloat16)1f + (BFloat16)2f).ToSingle());
        Assert.True(BFloat16.IsNaN(BFloat16.NaN));
        Assert.True(BFloat16.Epsilon > BFloat16.Zero);
        Assert.Equal(7.8125e-3, finfo(ScalarType.BFloat16).eps);
    }
}

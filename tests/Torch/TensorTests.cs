// Making tensors, reading them, arithmetic, indexing and shapes, against numbers worked out by hand.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class TensorTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void ATensorTellsWhatItIs()
    {
        var tensor = zeros(2, 3, dtype: ScalarType.Int32);
        Assert.Equal([2, 3], tensor.shape);
        Assert.Equal(3, tensor.size(-1));
        Assert.Equal(6, tensor.numel());
        Assert.Equal(2, tensor.ndim);
        Assert.Equal(ScalarType.Int32, tensor.dtype);
        Assert.Equal(DeviceType.CPU, tensor.device_type);
        Assert.Equal([3, 1], tensor.stride());
        Assert.True(tensor.is_contiguous());
        Assert.False(tensor.t().is_contiguous());
    }

    [Fact]
    public void FactoriesFillAsTheirNamesSay()
    {
        Numbers.Equal([3], [1, 1, 1], ones(3));
        Numbers.Equal([2, 2], [2.5, 2.5, 2.5, 2.5], full(2, 2, 2.5));
        Numbers.Equal([4], [0, 1, 2, 3], arange(4));
        Numbers.Equal([3], [1, 1.5, 2], arange(1, 2.5, 0.5));
        Numbers.Equal([3], [0, 0.5, 1], linspace(0, 1, 3));
        Numbers.Equal([2, 2], [1, 0, 0, 1], eye(2));
        Assert.Equal(ScalarType.Int64, arange(4).dtype);
        Assert.Equal(ScalarType.Float32, arange(4.0).dtype);
        Assert.Equal(ScalarType.Float64, tensor(1.0).dtype);
        Assert.Equal(ScalarType.Float32, tensor(1f).dtype);
        Assert.Equal(ScalarType.Bool, tensor(new[] { true }).dtype);
        Assert.Equal([2, 0], zeros(2, 0).shape);
        Assert.Equal([0], ones(0).shape);
    }

    [Fact]
    public void ArraysOfManyDimensionsKeepTheirShape()
    {
        var made = from_array(new[, ,] { { { 1f, 2f }, { 3f, 4f } } });
        Numbers.Equal([1, 2, 2], [1, 2, 3, 4], made);
        Assert.Equal([1f, 2f, 3f, 4f], made.data<float>().ToArray());
        Assert.Equal([1f, 3f], made.transpose(1, 2)[0, 0].data<float>().ToArray());
        Numbers.Equal([2, 2], [1, 2, 3, 4], tensor(new long[,] { { 1, 2 }, { 3, 4 } }));
        Numbers.Equal([2, 1], [1, 2], tensor([1.0, 2.0], [2, 1]));
    }

    [Fact]
    public void DataReadsAndWritesInPlaceByStrides()
    {
        var made = arange(6).view(2, 3).t();
        var elements = made.data<long>();
        Assert.Equal(3, elements[1]);
        Assert.Equal(5, elements[2, 1]);
        elements[0] = 9;
        Assert.Equal(9, made[0, 0].item<long>());
        Assert.Equal([9L, 3, 1, 4, 2, 5], made.ToArray<long>());
    }

    [Fact]
    public void OperatorsTakeTensorsAndNumbersOnEitherSide()
    {
        var x = tensor([1f, 2f, 4f]);
        Numbers.Equal([3], [3, 4, 6], x + 2);
        Numbers.Equal([3], [1, 0, -2], 2 - x);
        Numbers.Equal([3], [2, 1, 0.5], 2 / x);
        Numbers.Equal([3], [0.5, 1, 2], x / 2f);
        Numbers.Equal([3], [1, 4, 16], x * x);
        Numbers.Equal([3], [-1, -2, -4], -x);
        Numbers.Equal([3], [0, 1, 1], x > 1);
        Numbers.Equal([3], [0, 1, 0], x == 2);
        Numbers.Equal([3], [1, 0, 1], ~(x == 2));
        Numbers.Equal([3], [1, 4, 16], x.pow(2));
        Numbers.Equal([3], [2, 2, 3], x.clamp(2, 3));
        Numbers.Equal([3], [1, 2, 3], x.clamp(max: 3));
        Numbers.Equal([3], [3, 6, 12], x.add(x, alpha: 2));
        Numbers.Equal([3], [1, 0, 0], x % 2);
    }

    [Fact]
    public void InPlaceFormsChangeAndReturnTheSameTensor()
    {
        var x = zeros(3);
        Assert.Same(x, x.add_(1).mul_(4).sub_(1));
        Numbers.Equal([3], [3, 3, 3], x);
        x.fill_(2).sqrt_();
        Numbers.Equal([3], [Math.Sqrt(2), Math.Sqrt(2), Math.Sqrt(2)], x);
    }

    [Fact]
    public void ReductionsGoOverAllOrSomeDimensions()
    {
        var x = tensor(new[,] { { 1f, 2f, 3f }, { 4f, 5f, 9f } });
        Assert.Equal(24, x.sum().item<float>());
        Numbers.Equal([3], [5, 7, 12], x.sum(0));
        Numbers.Equal([2, 1], [6, 18], x.sum(1, keepdim: true));
        Numbers.Equal([3], [2.5, 3.5, 6], x.mean(0));
        Numbers.Equal([3], [4, 10, 27], x.prod(0));
        Numbers.Equal([3], [5, 7, 12], sum(x, 0));
        Numbers.Equal([], [24], x.sum([0, 1]));
        Numbers.Equal([2], [2, 6], x.mean([1]));
        Numbers.Equal([], [4], x.mean());
        Assert.Equal(5, x.argmax().item<long>());
        Numbers.Equal([2], [2, 2], x.argmax(1));
        var (values, indexes) = x.max(0);
        Numbers.Equal([3], [4, 5, 9], values);
        Numbers.Equal([3], [1, 1, 1], indexes);
        Numbers.Equal([2], [1, 7], x.@var(1), 1e-5);
        Numbers.Equal([2, 3], [1, 3, 6, 4, 9, 18], x.cumsum(1));
        Numbers.Equal([], [Math.Sqrt(136)], x.norm(), 1e-5);
        Numbers.Equal([2], [3 + Math.Log(1 + Math.Exp(-1) + Math.Exp(-2)), 9 + Math.Log(1 + Math.Exp(-4) + Math.Exp(-5))], x.logsumexp(1), 1e-5);
    }

    [Fact]
    public void IndexingTakesNumbersRangesMasksAndTensors()
    {
        var x = arange(24).view(2, 3, 4);
        Assert.Equal(23, x[-1, -1, -1].item<long>());
        Numbers.Equal([3, 4], [.. Enumerable.Range(12, 12)], x[1]);
        Numbers.Equal([2, 2], [4, 8, 16, 20], x[.., 1.., 0]);
        Numbers.Equal([2, 3], [3, 7, 11, 15, 19, 23], x[TensorIndex.Ellipsis, ^1]);
        Numbers.Equal([2, 3, 2], [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22], x[.., .., TensorIndex.Slice(step: 2)]);
        Assert.Equal([2, 1, 3, 4], x[.., TensorIndex.None].shape);
        Numbers.Equal([2, 4], [20, 21, 22, 23, 12, 13, 14, 15], x[1][tensor([2L, 0L])]);
        Numbers.Equal([3], [21, 22, 23], x[x > 20]);
        Numbers.Equal([2, 2], [9, 9, 21, 21], x[TensorIndex.Colon, 2, tensor([1L, 1L])]);
        Assert.Equal(6, x.view(2, 3, 2, 2)[0, 1, 1, 0].item<long>());
        Numbers.Equal([2, 2], [2, 0, 14, 12], x[TensorIndex.Colon, 0, tensor([2L, 0L])]);
    }

    [Fact]
    public void AssigningThroughAnIndexWritesIntoTheTensor()
    {
        var x = zeros(3, 3);
        x[1] = 5;
        x[.., 0] = tensor([1f, 2f, 3f]);
        x[2, 2] = 7;
        x[x == 0] = -1;
        Numbers.Equal([3, 3], [1, -1, -1, 2, 5, 5, 3, -1, 7], x);
        x[tensor([0L, 2L])] = tensor(4.0);
        Numbers.Equal([3, 3], [4, 4, 4, 2, 5, 5, 4, 4, 4], x);
    }

    [Fact]
    public void ShapesChangeAsAskedFor()
    {
        var x = arange(6);
        Assert.Equal([2, 3], x.view(2, -1).shape);
        Assert.Equal([1, 6], x.unsqueeze(0).shape);
        Assert.Equal([3, 2], x.reshape(2, 3).permute(1, 0).shape);
        Assert.Equal([4, 6], x.expand(4, 6).shape);
        Assert.Equal([6], x.view(2, 3).flatten().shape);
        Assert.Equal([2, 3, 1], x.view(2, 3).unsqueeze(-1).shape);
        Assert.Equal([2, 3], x.view(1, 2, 3, 1).squeeze().shape);
        Assert.Equal([1, 2, 3], x.view(1, 2, 3, 1).squeeze(-1).shape);
        Numbers.Equal([4], [0, 1, 0, 1], x[..2].repeat(2));
        Numbers.Equal([2, 2], [4, 5, 0, 1], cat([x[4..], x[..2]]).view(2, 2));
        Numbers.Equal([2, 2], [0, 1, 2, 3], stack([x[..2], x[2..4]]));
        var parts = x.split(4);
        Assert.Equal([4, 2], parts.Select(part => part.numel()));
        Assert.Equal([1, 2, 3], x.split([1, 2, 3]).Select(part => part.numel()));
        Assert.Equal(3, x.chunk(3).Length);
        Assert.Equal(2, x.view(2, 3).unbind().Length);
    }

    [Fact]
    public void SelectingOperatorsAgreeWithTheirDefinition()
    {
        var x = tensor(new[,] { { 3f, 1f, 2f }, { 6f, 5f, 4f } });
        var (values, indices) = x.topk(2);
        Numbers.Equal([2, 2], [3, 2, 6, 5], values);
        Numbers.Equal([2, 2], [0, 2, 0, 1], indices);
        Numbers.Equal([2, 3], [1, 2, 3, 4, 5, 6], x.sort(1).Item1);
        Numbers.Equal([2, 1], [1, 4], x.gather(1, tensor(new long[,] { { 1 }, { 2 } })));
        Numbers.Equal([2, 3], [3, 0, 2, 6, 5, 0], x.scatter(1, tensor(new long[,] { { 1 }, { 2 } }), 0));
        Numbers.Equal([2, 2], [2, 3, 4, 6], x.index_select(1, tensor([2L, 0L])));
        Numbers.Equal([2, 3], [3, -1, -1, 6, 5, 4], x.masked_fill(x < 3, -1));
        Numbers.Equal([4], [3, 6, 5, 4], x.masked_select(x >= 3));
        Numbers.Equal([2, 3], [1, 0, 0, 1, 1, 1], where(x >= 3, ones_like(x), zeros_like(x)));
        Numbers.Equal([2, 3], [3, 0, 0, 6, 5, 0], x.tril());
        Numbers.Equal([2, 2], [14, 31, 31, 77], einsum("ij,kj->ik", x, x));
        Numbers.Equal([3], [0, 1, 2], bucketize(tensor([0.5, 1.5, 2.5]), tensor([1.0, 2.0])));
        Assert.True(allclose(x, x + 1e-9f));
        Assert.False(equal(x, x + 1));
    }

    [Fact]
    public void LinearAlgebraSolvesWhatItDecomposes()
    {
        var a = Numbers.Random(3, 4, 4);
        var b = Numbers.Random(4, 4, 2);
        Numbers.Close(b, a.matmul(linalg.solve(a, b)), 1e-10);
        Numbers.Close(eye(4, dtype: ScalarType.Float64), a.mm(linalg.inv(a)), 1e-10);
        var (u, s, vh) = linalg.svd(a, fullMatrices: false);
        Numbers.Close(a, u.mm(s.diag()).mm(vh), 1e-10);
        var (q, r) = linalg.qr(a);
        Numbers.Close(a, q.mm(r), 1e-10);
        Assert.Equal(linalg.det(a).ToDouble(), s.prod().ToDouble() * Math.Sign(linalg.det(a).ToDouble()), 1e-10);
        Assert.Equal(-2, linalg.det(tensor(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } })).ToDouble(), 1e-12);
    }

    [Fact]
    public void AnItemIsOfTheTensorsTypeOrRefused()
    {
        Assert.Equal(3, ones(3).sum().item<float>());
        Assert.Equal(7, tensor(7L).reshape(1, 1).item<long>());
        var error = Assert.Throws<ArgumentException>(() => ones(1).item<double>());
        Assert.Contains("the tensor holds float32", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ones(1, dtype: ScalarType.Int16).item<int>());
        Assert.Throws<ArgumentException>(() => ones(2).item<float>());
        Assert.Equal(1.0, ones(1).ToDouble());
    }

    [Fact]
    public void ABufferIsTheArraysOwnMemory()
    {
        var array = new double[] { 0, 1, 2, 3, 4, 5, 6, 7 };
        var x = frombuffer(array, ScalarType.Float64, 5, 2);
        Numbers.Equal([5], [2, 3, 4, 5, 6], x);
        x[4] = 15;
        Assert.Equal(15, array[6]);
        array[2] = -1;
        Assert.Equal(-1, x[0].item<double>());
        Assert.Equal([6], frombuffer(array, ScalarType.Float64, offset: 2).shape);
        Assert.Equal([8], frombuffer(array, ScalarType.Bool).shape);
        Assert.Equal([4], frombuffer(new byte[16], ScalarType.Float32).shape);
        Assert.Equal(2, frombuffer(new System.Numerics.Complex[] { new(1, 0), new(2, 3) }, ScalarType.ComplexFloat64, 1, 1).real[0].item<double>());
        Assert.Throws<ArgumentException>(() => frombuffer(new[] { "a" }, ScalarType.Float64));
        Assert.Throws<ArgumentException>(() => frombuffer(array, ScalarType.Float64, 7, 2));
        Assert.Throws<ArgumentException>(() => frombuffer(array, ScalarType.Float64, offset: -1));
        Assert.Throws<ArgumentException>(() => frombuffer(array, ScalarType.Float64, offset: 9));
    }

    [Fact]
    public void ABufferKeepsItsArrayAndLetsGoOfIt()
    {
        static WeakReference Make(out Tensor x)
        {
            var array = new float[] { 1, 2, 3 };
            x = frombuffer(array, ScalarType.Float32);
            return new WeakReference(array);
        }

        var array = Make(out var x);
        Leftovers.Collect();
        Numbers.Equal([3], [1, 2, 3], x);
        x.Dispose();
        Leftovers.Collect();
        Assert.False(array.IsAlive);
    }

    [Fact]
    public void MoreNumbersThanTheShapeHasAreLeftOut()
    {
        Numbers.Equal([2], [1, 2], tensor([1f, 2f, 3f], [2]));
        Assert.Throws<ArgumentException>(() => tensor([1f, 2f, 3f], [4]));
    }

    [Fact]
    public void ConversionsRoundAsTheirTypesDo()
    {
        var x = tensor([1.00390625f, -2.7f]);
        Assert.Equal([1L, -2L], x.to(ScalarType.Int64).ToArray<long>());
        Assert.Equal((BFloat16)1.00390625f, x.bfloat16()[0].item<BFloat16>());
        Assert.Equal((Half)(-2.7f), x.half()[1].item<Half>());
        Assert.Equal(-2.7f, (float)x[1]);
        Assert.Equal(1, (int)x[0]);
        var same = x.to(ScalarType.Float32);
        Assert.True(same.is_alias_of(x));
        Assert.False(x.to(ScalarType.Float32, copy: true).is_alias_of(x));
    }

    [Fact]
    public void PrintingShowsTypeShapeAndValues()
    {
        Assert.Equal("[2x2], type = Float32, device = cpu", ones(2, 2).ToString());
        Assert.Contains("1", ones(2, 2).str(), StringComparison.Ordinal);
        Assert.Contains("-2.5", tensor([1.0, -2.5]).str(), StringComparison.Ordinal);
    }
}

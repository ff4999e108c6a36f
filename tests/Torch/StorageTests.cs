// Storages write through to their tensors; sparse tensors hold what they were given.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class StorageTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void AStorageWritesToItsTensor()
    {
        var x = tensor(new long[] { 1, 2, 3, 4, 5, 6 }).view(2, 3);
        using var storage = x.storage<long>();
        Assert.Equal(6, storage.Count);
        Assert.Equal(48UL, storage.nbytes());
        storage[1] = 20;
        storage[(3, 5)] = 7;
        storage[5..] = 9;
        Assert.Equal([1, 20, 3, 7, 7, 9], x.ToArray<long>());
        var part = storage[(1, 4)];
        Assert.Equal([20, 3, 7], part.ToArray());
        part.fill_(0);
        Assert.Equal([1, 0, 0, 0, 7, 9], storage.tolist());
        storage.copy_([6, 5]);
        Assert.Equal([6, 5, 0, 0, 7, 9], x.ToArray<long>());
        Assert.Equal(4, storage.IndexOf(7));
        Assert.True(is_storage(storage));
    }

    [Fact]
    public void ATransposedTensorIsReadInTheOrderOfItsMemory() =>
        Assert.Equal([0, 1, 2, 3, 4, 5], arange(6).view(2, 3).t().storage<long>().ToArray());

    [Fact]
    public void AnotherTypeIsACopy()
    {
        var x = tensor(new long[] { 1, 2 });
        var storage = x.storage<int>();
        storage[0] = 5;
        Assert.Equal([5, 2], storage.ToArray());
        Assert.Equal([1, 2], x.ToArray<long>());
        Assert.Equal([1.0f, 2.0f], x.storage<long>().@float().ToArray());
    }

    [Fact]
    public void OutsideOfAStorageIsASentence()
    {
        var storage = zeros(3).storage<float>();
        Assert.Contains("3 elements", Assert.Throws<ArgumentOutOfRangeException>(() => storage[3]).Message);
        Assert.Contains("none from 2 to 4", Assert.Throws<ArgumentOutOfRangeException>(() => storage[(2, 4)]).Message);
        Assert.Contains("sparse", Assert.Throws<InvalidOperationException>(() => eye(2).to_sparse().storage<float>()).Message);
    }

    [Fact]
    public void SparseTensorsMultiplyAndAddUp()
    {
        var positions = tensor(new long[] { 0, 1, 1, 1, 2, 0, 2, 2 }, [2, 4]);
        var values = tensor(new float[] { 3, 4, 5, 6 });
        var sparse = sparse_coo_tensor(positions, values, [2, 3]);
        Assert.True(sparse.is_sparse);
        Assert.False(values.is_sparse);
        Assert.Equal([3f, 4, 5, 6], sparse.SparseValues.ToArray<float>());
        Assert.Equal(positions.ToArray<long>(), sparse.SparseIndices.ToArray<long>());
        var dense = sparse.to_dense();
        Numbers.Equal([2, 3], [0, 0, 3, 4, 0, 11], dense);
        Assert.Equal([3f, 4, 11], sparse.coalesce().SparseValues.ToArray<float>());
        Assert.True(sparse.coalesce().is_coalesced());
        var right = arange(6, ScalarType.Float32).view(3, 2);
        Numbers.Close(dense.matmul(right), sparse.mm(right));
        Numbers.Close(dense, dense.to_sparse().to_dense());
    }
}

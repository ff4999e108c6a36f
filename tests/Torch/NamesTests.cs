// What code written for TorchSharp leans on and nothing else here does: parameter names, setters, empty groups, scopes of packed sequences.
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

[Collection(GlobalSettings.Name)]
public sealed class NamesTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void ReductionsTakeDimensionsByName()
    {
        var x = arange(6, ScalarType.Float64).view(2, 3);
        Numbers.Equal([2, 1], [1, 4], mean(x, dimensions: [1], keepdim: true));
        Numbers.Equal([2], [2.0 / 3, 2.0 / 3], var(x, dimensions: new long[] { 1 }, unbiased: false));
        Assert.Equal(ScalarType.Float32, x.std(new long[] { 0 }, type: ScalarType.Float32).dtype);
    }

    [Fact]
    public void SizesSliceByPositions()
    {
        Size size = new long[] { 4, 5, 6, 7 };
        Assert.Equal([5, 6], size.Slice(1, 3).Shape);
        Assert.Equal([6, 7], size.Slice(-2, size.Length).Shape);
        Assert.Equal([5, 6], size[1..^1].Shape);
        Assert.True(size.Slice(2, 1).IsEmpty);
    }

    [Fact]
    public void APackedSequenceIsOneThingInItsScope()
    {
        nn.utils.rnn.PackedSequence packed;
        using (var inner = NewDisposeScope())
        {
            packed = nn.utils.rnn.pack_sequence([tensor(new long[] { 1, 2, 3 }).DetachFromDisposeScope(), tensor(new long[] { 4, 5 }).DetachFromDisposeScope()], enforce_sorted: false);
            Assert.Equal(1, inner.DisposablesCount);
            packed.MoveToOuterDisposeScope();
            Assert.Equal(0, inner.DisposablesCount);
        }
        Assert.False(packed.data.IsInvalid);
        using (var other = NewDisposeScope())
            packed.MoveToOtherDisposeScope(other);
        Assert.True(packed.data.IsInvalid);
        Assert.True(packed.unsorted_indices!.IsInvalid);
    }

    [Fact]
    public void BatchNormsTakeNewParametersAndStatistics()
    {
        using var norm = nn.BatchNorm1d(2);
        norm.weight = new Parameter(tensor(new[] { 2f, 3f }));
        norm.bias = null;
        norm.running_mean = tensor(new[] { 1f, 1f });
        norm.eval();
        Assert.Equal(["weight"], norm.named_parameters().Select(entry => entry.name));
        Numbers.Equal([1, 2], [4, -3], norm.call(tensor(new[] { 3f, 0f }, [1, 2])), 1e-4);
        Assert.Same(norm.running_mean, norm.state_dict()["running_mean"]);
    }

    [Fact]
    public void ContainersAndGroupsCanBeFilledLater()
    {
        var parts = nn.ModuleDict<nn.Module<Tensor, Tensor>>();
        parts.Add(("first", nn.Linear(2, 3)));
        Assert.Equal(["first"], parts.keys());
        using var model = nn.Sequential(parts.values());
        Assert.Equal([1, 3], model.call(zeros(1, 2)).shape);
        Assert.Equal(0, nn.Sequential().Count);
        var group = new Adam.ParamGroup { Parameters = model.parameters(), Options = new Adam.Options { LearningRate = 0.5 } };
        using var optimizer = optim.Adam([group]);
        Assert.Equal(0.5, optimizer.ParamGroups.Single().LearningRate);
    }

    [Fact]
    public void TensorsOfTorchSharpsFilesAreRead()
    {
        // int64 (4), two dimensions, 2 × 1, then the elements.
        byte[] file = [4, 2, 2, 1, 7, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0];
        using var stream = new MemoryStream(file);
        var read = Tensor.Load(stream);
        Numbers.Equal([2, 1], [7, 9], read);
        using var written = new MemoryStream();
        using (var writer = new BinaryWriter(written))
            read.Save(writer);
        Assert.Equal(file, written.ToArray());
    }

    [Fact]
    public void WrongTypesAndChannelsAreArgumentErrors()
    {
        Assert.Contains("randint", Assert.Throws<ArgumentException>(() => rand([2], ScalarType.Int32)).Message);
        Assert.Contains("gradients", Assert.Throws<ArgumentException>(() => zeros(2, ScalarType.Int64, requires_grad: true)).Message);
        Assert.Contains("(N, 6, …)", Assert.Throws<ArgumentException>(() => nn.GroupNorm(3, 6).call(ones(2, 2))).Message);
    }

    [Fact]
    public void SamplingModesAreThoseOfInterpolation()
    {
        var image = arange(4, ScalarType.Float32).view(1, 1, 2, 2);
        var grid = tensor(new[] { 0.2f, 0f }, [1, 1, 1, 2]);
        Numbers.Equal([1, 1, 1, 1], [3], nn.functional.grid_sample(image, tensor(new[] { 0.6f, 0.6f }, [1, 1, 1, 2]), GridSampleMode.Nearest, align_corners: true));
        Numbers.Equal([1, 1, 1, 1], [1.6], nn.functional.grid_sample(image, grid, GridSampleMode.Bilinear, align_corners: true), 1e-5);
        Assert.Equal((int)InterpolationMode.Bilinear, (int)GridSampleMode.Bilinear);
    }
}

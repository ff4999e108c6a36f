// Tensors as text in the three styles.
using System.Globalization;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class TensorTextTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    private static string Text(Tensor tensor, TensorStringStyle style, int? width = null) => tensor.ToString(style, width: width, cultureInfo: CultureInfo.InvariantCulture, newLine: "\n");

    [Fact]
    public void ColumnsAreAligned()
    {
        var x = tensor([1.5, -20, 3, 4]).reshape(2, 2);
        Assert.Equal("[2x2], type = Float64, device = cpu\n 1.5 -20\n   3   4\n", Text(x, julia));
        Assert.Equal("[1x2x2], type = Float64, device = cpu\n[0,..,..] =\n 1.5 -20\n   3   4\n", Text(x.unsqueeze(0), julia));
        Assert.Equal("[], type = Int64, device = cpu, value = 7", Text(tensor(7L), julia));
        Assert.Equal("[9], type = Int64, device = cpu\n 0 1 2 ...\n", Text(arange(9), julia, width: 9));
    }

    [Fact]
    public void BracketsAreNestedAndLongDimensionsCut()
    {
        Assert.Equal("[[0, 1]\n [2, 3]]", Text(arange(4).reshape(2, 2), numpy));
        Assert.Equal("[0, 1, 2, ... 97, 98, 99]", Text(arange(100), numpy));
        Assert.Equal("[[0]\n [1]\n [2]\n ...\n [7]\n [8]\n [9]]", Text(arange(10).reshape(10, 1), numpy));
        Assert.Equal("[]", Text(zeros(0), numpy));
    }

    [Fact]
    public void BracesReadAsCSharp()
    {
        Assert.Equal("[2], type = Float32, device = cpu, value = float [] {1f, 1f}", Text(ones(2), csharp));
        Assert.Equal("[2x1], type = Int64, device = cpu, value = \nlong [,] {\n {0L},\n {1L}\n}", Text(arange(2).reshape(2, 1), csharp));
    }
}

// The operators that are recorded without libtorch's general way give what libtorch's own give.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

[Collection(GlobalSettings.Name)]
public sealed class RecordingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> Call, string Node)> s_operators = new()
    {
        ["add"] = ((x, y) => x + y, "AddBackward0"),
        ["sub"] = ((x, y) => x - y, "SubBackward0"),
        ["mul"] = ((x, y) => x * y, "MulBackward0"),
        ["mm"] = ((x, y) => x.mm(y), "MmBackward0"),
        ["matmul"] = ((x, y) => x.matmul(y), "MmBackward0"),
    };

    public static TheoryData<string> Operators => [.. s_operators.Keys];

    [Theory]
    [MemberData(nameof(Operators))]
    public void GiveLibtorchsGradientsOnceAndTwice(string name)
    {
        var (call, node) = s_operators[name];
        foreach (var (left, right) in new[] { (true, false), (false, true), (true, true) })
        {
            // A matrix that is not row-major, and a scale of 1 that is given, go libtorch's way.
            var ours = Gradients(call, node, left, right, x => x);
            var theirs = name switch
            {
                "add" => Gradients((x, y) => x.add(y, alpha: 1), node, left, right, x => x),
                "sub" => Gradients((x, y) => x.sub(y, alpha: 1), node, left, right, x => x),
                "mul" => Gradients((x, y) => (x.unsqueeze(0) * y).squeeze(0), null, left, right, x => x),
                _ => Gradients(call, node, left, right, x => x.t().contiguous().t()),
            };
            Assert.Equal(theirs.Length, ours.Length);
            for (var i = 0; i < ours.Length; i++)
                Assert.True(theirs[i].allclose(ours[i], 1e-12, 1e-12), $"{name}, gradient {i}");
        }

        static Tensor[] Gradients(Func<Tensor, Tensor, Tensor> call, string? node, bool left, bool right, Func<Tensor, Tensor> arranged)
        {
            var x = arranged(Numbers.Random(1, [3, 3])).detach().requires_grad_(left);
            var y = arranged(Numbers.Random(2, [3, 3])).detach().requires_grad_(right);
            var result = call(x, y);
            if (node is not null)
                Assert.Equal(node, result.grad_fn);
            Assert.True(result.requires_grad && !result.is_leaf);
            Tensor[] inputs = [.. new[] { x, y }.Where(input => input.requires_grad)];
            var first = autograd.grad([(result * result * result).sum()], inputs, create_graph: true);
            var second = autograd.grad([first.Select(gradient => (gradient * gradient).sum()).Aggregate((a, b) => a + b)], inputs);
            return [result, .. first, .. second];
        }
    }

    [Fact]
    public void FailAsLibtorchWhenTheGraphIsUsedTwice()
    {
        var x = ones(2, 2).requires_grad_();
        var kept = (x * x).sum();
        kept.backward(retain_graph: true);
        kept.backward();
        Assert.Contains("second time", Assert.Throws<TorchException>(() => kept.backward()).Message, StringComparison.Ordinal);
        Numbers.Equal([2, 2], [4, 4, 4, 4], x.grad!);
    }

    [Theory]
    [InlineData("mul")]
    [InlineData("mm")]
    public void FailAsLibtorchWhenWhatWasSavedIsWrittenTo(string name)
    {
        var x = ones(2, 2).requires_grad_();
        var y = ones(2, 2);
        var result = s_operators[name].Call(x, y).sum();
        y.add_(1);
        Assert.Contains("modified by an inplace operation", Assert.Throws<TorchException>(() => result.backward()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void LeaveOddTensorsToLibtorch(string name)
    {
        var call = s_operators[name].Call;
        var x = ones(2, 2).requires_grad_();
        // Another type, another shape, a conjugate's view.
        if (name is "add" or "sub" or "mul")
        {
            Assert.Equal(ScalarType.Float64, call(x, ones(2, 2, dtype: ScalarType.Float64)).dtype);
            Assert.Equal([3, 2, 2], call(x, ones(3, 1, 2)).shape);
        }
        else
        {
            var error = Assert.Throws<TorchException>(() => call(x, ones(3, 2)));
            Assert.Contains($"aten::{name}(float32 [2, 2], float32 [3, 2])", error.Message, StringComparison.Ordinal);
        }
        var complex = ones(2, 2, dtype: ScalarType.ComplexFloat64).requires_grad_();
        Assert.True(call(complex, complex.conj()).requires_grad);
    }

    [Fact]
    public void LeaveAutocastToLibtorch()
    {
        var x = ones(2, 2).requires_grad_();
        using (autocast(DeviceType.CPU))
            Assert.Equal(ScalarType.BFloat16, x.matmul(x).dtype);
    }

    [Fact]
    public void RecordNothingWhereNothingIsToBe()
    {
        var x = ones(2, 2).requires_grad_();
        using (no_grad())
            Assert.False((x * x).requires_grad);
        using (inference_mode())
            Assert.False((x * x).requires_grad);
        Assert.False((x.detach() * x.detach()).requires_grad);
    }

    [Fact]
    public void AreSkippedForInputsThatAreNotAskedFor()
    {
        var x = ones(2, 2).requires_grad_();
        var y = full([2, 2], 3f).requires_grad_();
        var only = autograd.grad([x.mm(y).sum()], [y]);
        Numbers.Equal([2, 2], [2, 2, 2, 2], only[0]);
        Assert.Null(x.grad);
    }
}

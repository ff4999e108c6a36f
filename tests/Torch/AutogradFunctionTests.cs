// Functions whose backward is written in C#.
using TorchSharp;
using TorchSharp.Autograd;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

[Collection(GlobalSettings.Name)]
public sealed class AutogradFunctionTests : IDisposable
{
    public AutogradFunctionTests() => Leftovers.Collect();

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    private sealed class ScaledSquare : autograd.SingleTensorFunction<ScaledSquare>
    {
        public override string Name => nameof(ScaledSquare);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_for_backward([x]);
            ctx.save_data("scale", vars[1]);
            return x * x * (double)vars[1];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [grad_output * ctx.get_saved_variables()[0] * (2 * (double)ctx.get_data("scale")!), null!];
    }

    private sealed class ExpAndItsInput : autograd.MultiTensorFunction<ExpAndItsInput>
    {
        public override string Name => nameof(ExpAndItsInput);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var made = ((Tensor)vars[0]).exp();
            ctx.save_for_backward([made]);
            return [made, ((Tensor)vars[0]) * 3];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) =>
            [grad_outputs[0] * ctx.get_saved_variables()[0] + grad_outputs[1] * 3];
    }

    private sealed class Failing : autograd.SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => throw new InvalidOperationException("the rain in Spain");
    }

    // A backward written for an optional argument that this call leaves out.
    private sealed class Surplus : autograd.SingleTensorFunction<Surplus>
    {
        public override string Name => nameof(Surplus);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_data("surplus", vars.Length > 1 ? vars[1] : null!);
            return (Tensor)vars[0] * 3;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * 3, null!, (Tensor)ctx.get_data("surplus")!];
    }

    [Fact]
    public void SurplusGradientsMustBeNull()
    {
        var x = ones(2, requires_grad: true);
        Surplus.apply(x).sum().backward();
        Numbers.Equal([2], [3, 3], x.grad!);
        var error = Assert.Throws<TorchException>(() => Surplus.apply(x, ones(2)).sum().backward());
        Assert.Contains("3 gradients for 2 arguments", error.Message);
    }

    [Fact]
    public void GradientsAgreeWithCentralDifferences() =>
        Numbers.Gradients(x => ScaledSquare.apply(x[0], 1.5) + ExpAndItsInput.apply(x[0])[0] * ExpAndItsInput.apply(x[0])[1], Numbers.Random(5, 3, 2));

    [Fact]
    public void AnUnusedOutputsGradientIsZero()
    {
        var x = tensor(2.0).requires_grad_();
        ExpAndItsInput.apply(x)[1].backward();
        Assert.Equal(3, x.grad!.ToDouble(), 1e-12);
    }

    [Fact]
    public void NothingIsKeptWhereNoInputNeedsAGradient()
    {
        var before = FunctionTrampoline.Live;
        var y = ScaledSquare.apply(tensor(3.0), 2.0);
        Assert.False(y.requires_grad);
        Assert.Equal(18, y.ToDouble());
        Assert.Equal(before, FunctionTrampoline.Live);
    }

    [Fact]
    public void WhatWasSavedDiesWithTheNodeOrAfterBackward()
    {
        var nodes = FunctionTrampoline.Live;
        var live = Memory.LiveTensors;
        using (NewDisposeScope())
        {
            var x = tensor(3.0).requires_grad_();
            var kept = ScaledSquare.apply(x, 2.0);
            _ = ExpAndItsInput.apply(x)[0];
            Assert.Equal(nodes + 2, FunctionTrampoline.Live);
            kept.backward();
            Assert.Equal(nodes + 1, FunctionTrampoline.Live);
            Assert.Throws<TorchException>(() => kept.backward());
        }
        Assert.Equal(nodes, FunctionTrampoline.Live);
        Assert.Equal(live, Memory.LiveTensors);
    }

    [Fact]
    public void AnExceptionInBackwardComesOutOfBackward()
    {
        var x = tensor(3.0).requires_grad_();
        var y = Failing.apply(x * 2) * 2;
        var error = Assert.Throws<TorchException>(() => y.backward());
        Assert.Contains("the rain in Spain", error.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(error.InnerException);
        // The thread's autograd works on.
        (x * x).backward();
        Assert.Equal(6, x.grad!.ToDouble());
    }

    [Fact]
    public void ASavedTensorThatWasChangedIsNoticed()
    {
        var x = tensor(3.0).requires_grad_();
        var inner = x * 1;
        var y = ScaledSquare.apply(inner, 1.0);
        inner.detach().mul_(2);
        var error = Assert.Throws<TorchException>(() => y.backward());
        Assert.Contains("changed in place", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATrainingLoopThroughACustomFunctionHoldsMemoryLevel()
    {
        var weight = nn.Parameter(ones(4, dtype: ScalarType.Float64));
        long level = 0;
        for (var step = 0; step < 50; step++)
        {
            using (NewDisposeScope())
            {
                ScaledSquare.apply(weight * 2, 0.5).sum().backward();
                weight.grad = null;
            }
            if (step == 5)
                level = Memory.LiveTensors;
        }
        Assert.Equal(level, Memory.LiveTensors);
    }
}

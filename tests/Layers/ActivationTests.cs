// The activations by name, and the one that has a kernel of its own.
using PluginHost.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch.nn;
using Activations = PluginHost.Layers.Activations;

namespace PluginHost.Tests.Layers;

public sealed class ActivationTests
{
    // Large enough for several threads, and no multiple of a vector's length.
    private static torch.Tensor Numbers() => torch.linspace(-12, 12, 200_003);

    [Fact]
    public void TheTanhGeluIsLibtorchsToTheLastBits()
    {
        using var scope = torch.NewDisposeScope();
        var numbers = Numbers();
        var exact = functional.gelu(numbers.to(torch.float64), "tanh");
        Assert.InRange((TanhGelu.Apply(numbers).to(torch.float64) - exact).abs().max().ToDouble(), 0, 2e-6);
        var far = TanhGelu.Apply(torch.tensor([float.NaN, 1000f, -1000f, 0f])).data<float>().ToArray();
        Assert.True(float.IsNaN(far[0]));
        Assert.Equal((1000f, 0f), (far[1], far[3]));
        Assert.InRange(far[2], -1e-30f, 0);
    }

    [Fact]
    public void ItsGradientIsLibtorchs()
    {
        using var scope = torch.NewDisposeScope();
        var (ours, theirs) = (Numbers().requires_grad_(), Numbers().requires_grad_());
        var slope = torch.linspace(1, 2, 200_003);
        TanhGelu.Apply(ours).backward(slope);
        functional.gelu(theirs, "tanh").backward(slope);
        Assert.InRange((ours.grad! - theirs.grad!).abs().max().ToDouble(), 0, 4e-6);
    }

    [Fact]
    public void ItsGradientHasAGradient()
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor Second(Func<torch.Tensor, torch.Tensor> function)
        {
            var x = torch.linspace(-3, 3, 101).requires_grad_();
            var first = torch.autograd.grad([function(x).sum()], [x], create_graph: true)[0];
            return torch.autograd.grad([first.sum()], [x])[0];
        }

        Assert.True(torch.allclose(Second(x => functional.gelu(x, "tanh")), Second(TanhGelu.Apply), 1e-4, 1e-5));
    }

    [Fact]
    public void WhatTheKernelDoesNotTakeGoesAnotherWay()
    {
        using var scope = torch.NewDisposeScope();
        var gaps = torch.randn(6, 8).t();
        Assert.True(torch.allclose(functional.gelu(gaps, "tanh"), TanhGelu.Apply(gaps), 1e-5, 1e-6));
        Assert.Equal(torch.float64, TanhGelu.Apply(torch.randn(3, dtype: torch.float64)).dtype);
        // The gradient of a sum is expanded and has no numbers of its own in memory.
        var x = torch.randn(5, 3).requires_grad_();
        TanhGelu.Apply(x).sum().backward();
        Assert.Equal([5, 3], x.grad!.shape);
    }

    [Theory]
    [InlineData("gelu", 0.8413447)]
    [InlineData("gelu_new", 0.8411920)]
    [InlineData("quick_gelu", 0.8457958)]
    [InlineData("silu", 0.7310586)]
    [InlineData("relu", 1.0)]
    [InlineData("tanh", 0.7615942)]
    public void NamesAreHuggingFaces(string name, double atOne)
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal(atOne, Activations.Get(name)(torch.ones(1)).ToDouble(), 5e-7);
    }

    [Fact]
    public void AnUnknownNameIsASentence()
    {
        var error = Assert.Throws<RecipeException>(() => Activations.Get("swoosh"));
        Assert.Contains("\"swoosh\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("gelu_new", error.Message, StringComparison.Ordinal);
    }
}

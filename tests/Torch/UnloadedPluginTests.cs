// A plugin that is unloaded while a graph still holds its autograd function or its hook.
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

[Collection(GlobalSettings.Name)]
public sealed class UnloadedPluginTests
{
    [Fact]
    public void TheGraphWorksUntilItDiesAndThenTheContextIsCollected()
    {
        var x = tensor(3.0).requires_grad_();
        var context = Load(typeof(PluginSquare), nameof(PluginSquare.Of), x, out var y);
        for (var i = 0; i < 3; i++)
            Leftovers.Collect();
        Assert.True(context.IsAlive, "the graph's node holds the function");
        y.backward();
        Assert.Equal(6, x.grad!.ToDouble());
        y.Dispose();
        for (var i = 0; i < 20 && context.IsAlive; i++)
            Leftovers.Collect();
        Assert.False(context.IsAlive, "the context outlived the graph");
        x.Dispose();
    }

    [Fact]
    public void AGraphThatIsNeverDifferentiatedLetsGoToo()
    {
        using var x = tensor(3.0).requires_grad_();
        var context = Load(typeof(PluginSquare), nameof(PluginSquare.Of), x, out var y);
        y.Dispose();
        for (var i = 0; i < 20 && context.IsAlive; i++)
            Leftovers.Collect();
        Assert.False(context.IsAlive);
    }

    [Fact]
    public void AHookOfAPluginWorksUntilItsTensorDies()
    {
        var x = tensor(3.0).requires_grad_();
        var context = Load(typeof(PluginHook), nameof(PluginHook.On), x, out _);
        (x * x).backward();
        Assert.Equal(12, x.grad!.ToDouble());
        Assert.True(context.IsAlive, "the tensor holds the hook");
        x.Dispose();
        for (var i = 0; i < 20 && context.IsAlive; i++)
            Leftovers.Collect();
        Assert.False(context.IsAlive, "the context outlived the hook");
    }

    [Fact]
    public void ARemovedHookOfAPluginLetsGo()
    {
        using var x = tensor(3.0).requires_grad_();
        var context = Load(typeof(PluginHook), nameof(PluginHook.OnAndOff), x, out _);
        for (var i = 0; i < 20 && context.IsAlive; i++)
            Leftovers.Collect();
        Assert.False(context.IsAlive);
    }

    // This assembly once more, as a plugin would be loaded; the binding is the host's.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Load(Type type, string method, Tensor x, out Tensor y)
    {
        var context = new AssemblyLoadContext("plugin", isCollectible: true);
        var plugin = context.LoadFromAssemblyPath(typeof(UnloadedPluginTests).Assembly.Location);
        y = (Tensor)plugin.GetType(type.FullName!)!.GetMethod(method)!.Invoke(null, [x])!;
        context.Unload();
        return new WeakReference(context);
    }
}

/// <summary>x², as a plugin's own function.</summary>
public sealed class PluginSquare : autograd.SingleTensorFunction<PluginSquare>
{
    public override string Name => "PluginSquare";

    public static Tensor Of(Tensor x) => apply(x);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_for_backward([(Tensor)vars[0]]);
        return ((Tensor)vars[0]).pow(2);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * ctx.get_saved_variables()[0] * 2];
}

/// <summary>A hook that doubles the gradient, as a plugin sets it.</summary>
public static class PluginHook
{
    public static Tensor On(Tensor x)
    {
        x.register_hook(gradient => gradient * 2);
        return x;
    }

    public static Tensor OnAndOff(Tensor x)
    {
        x.register_hook(gradient => gradient * 2).remove();
        return x;
    }
}

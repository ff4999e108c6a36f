// Sequences whose modules are of any type: order, names, parts, and children that are replaced.
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace PluginHost.Tests.Torch;

public sealed class ModuleSequenceTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    // The first module takes both inputs, the others what the one before gave.
    private sealed class Chain : Sequential<Tensor, Tensor, Tensor>
    {
        private readonly int _factor;

        public Chain(int factor, params (string name, nn.Module)[] modules)
            : base(modules) => _factor = factor;

        public override Tensor forward(Tensor input1, Tensor input2)
        {
            var current = input1 + input2;
            for (var i = 0; i < Count; i++)
                current = ((Module<Tensor, Tensor>)this[i]).call(current);
            return current * _factor;
        }
    }

    private sealed class Add(double summand) : Module<Tensor, Tensor>("Add")
    {
        public override Tensor forward(Tensor input) => input + summand;
    }

    private static Chain Made() => new(10, ("a", new Add(1)), ("b", new Add(2)), ("c", new Add(4)));

    private static double Call(Sequential<Tensor, Tensor, Tensor> chain) => chain.call(tensor(100.0), tensor(0.0)).ToDouble();

    [Fact]
    public void APartIsOfTheSameClassWithThoseModulesAlone()
    {
        var whole = Made();
        var part = whole[1..];
        Assert.IsType<Chain>(part);
        Assert.Equal(["b", "c"], part.named_children().Select(child => child.name));
        Assert.Same(whole[2], part[1]);
        Assert.Equal(1060, Call(part));
        Assert.Equal(1020, Call(whole[(1, 2)]));
        Assert.Equal(1000, Call(whole[(2, 2)]));
        Assert.Throws<IndexOutOfRangeException>(() => whole[(1, 4)]);
        Assert.Equal(1070, Call(whole));
    }

    [Fact]
    public void WhatIsAppendedToAPartIsNotInTheWhole()
    {
        var whole = Made();
        var part = whole[..1];
        part.append(new Add(8)).append("b", new Add(16));
        Assert.Equal(["a", "1", "b"], part.named_children().Select(child => child.name));
        Assert.Equal(1250, Call(part));
        Assert.Equal(1070, Call(whole));
    }

    [Fact]
    public void AnUnnamedModuleTakesTheFirstFreeNumber()
    {
        var chain = new Chain(1, ("1", new Add(1)));
        chain.append(new Add(2));
        Assert.Equal(["1", "2"], chain.named_children().Select(child => child.name));
        Assert.Equal(103, Call(chain));
    }

    [Fact]
    public void AChildThatIsReplacedInTheTreeIsReplacedInTheOrder()
    {
        var chain = Made();
        chain.set_submodule("b", new Add(50));
        Assert.Equal(1550, Call(chain));
    }
}

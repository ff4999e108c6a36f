// Tensors and scopes that several threads use: what happens is defined, and none of it reads freed memory.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

[Collection(GlobalSettings.Name)]
public sealed class SharedTensorTests
{
    public SharedTensorTests() => Leftovers.Collect();

    [Fact]
    public void ATensorDisposedOnAnotherThreadDuringACallOutlivesTheCall()
    {
        var before = Memory.LiveTensors;
        // The owner computes with its tensor while another thread disposes of it, and the other way round.
        for (var round = 0; round < 300; round++)
        {
            using var shared = new Barrier(2);
            var tensor = full([64, 64], round, ScalarType.Float32);
            var ownerDisposes = round % 2 == 0;
            var other = new Thread(() =>
            {
                shared.SignalAndWait(TestContext.Current.CancellationToken);
                if (ownerDisposes)
                    Use(tensor, round);
                else
                    tensor.Dispose();
            });
            other.Start();
            shared.SignalAndWait(TestContext.Current.CancellationToken);
            if (ownerDisposes)
            {
                Thread.SpinWait(round * 20);
                tensor.Dispose();
            }
            else
            {
                Use(tensor, round);
            }
            other.Join();
            Assert.True(tensor.IsInvalid);
        }
        Assert.Equal(before, Memory.LiveTensors);

        static void Use(Tensor tensor, int expected)
        {
            using var scope = NewDisposeScope();
            try
            {
                for (var i = 0; i < 1000; i++)
                {
                    using var sum = tensor.add(1);
                    Assert.Equal(expected + 1, sum[63, 63].ToSingle());
                }
            }
            catch (ObjectDisposedException)
            {
            }
        }
    }

    [Fact]
    public void AThreadThatEndsGivesBackWhatItUsedLast()
    {
        Once();
        var before = Environment.WorkingSet;
        for (var round = 0; round < 8; round++)
            Once();
        var grown = (Environment.WorkingSet - before) >> 20;
        Assert.True(grown < 128, $"{grown} MiB more after eight threads that each used a tensor of 64 MiB last");

        static void Once()
        {
            var tensor = ones([16L << 20], ScalarType.Float32);
            // Reading a shape makes no tensor, so nothing of this thread's comes after it.
            var other = new Thread(() => Assert.Equal(1, tensor.ndim));
            other.Start();
            other.Join();
            tensor.Dispose();
            Leftovers.Collect();
        }
    }

    [Fact]
    public void ManyThreadsUseAndDisposeOneAnothersTensors()
    {
        var before = Memory.LiveTensors;
        var shelf = new Tensor?[16];
        var faults = 0;
        var threads = Enumerable.Range(0, 4).Select(number => new Thread(() =>
        {
            var dice = new Random(number);
            try
            {
                for (var i = 0; i < 5000; i++)
                {
                    var place = dice.Next(shelf.Length);
                    var kind = dice.Next(3);
                    if (kind == 0)
                        Interlocked.Exchange(ref shelf[place], full([32], place, ScalarType.Float32))?.Dispose();
                    else if (kind == 1)
                        Interlocked.Exchange(ref shelf[place], null)?.Dispose();
                    else if (Volatile.Read(ref shelf[place]) is { } found)
                        Read(found, place);
                }
            }
#pragma warning disable CA1031 // a thread that throws would end the process
            catch (Exception)
#pragma warning restore CA1031
            {
                Interlocked.Increment(ref faults);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        foreach (var left in shelf)
            left?.Dispose();
        Assert.Equal(0, faults);
        Assert.Equal(before, Memory.LiveTensors);

        // A tensor holds its place's number for as long as it can be read at all.
        void Read(Tensor tensor, int place)
        {
            using var scope = NewDisposeScope();
            try
            {
                var doubled = tensor * 2;
                if (doubled.shape is not [32] || doubled.max().ToSingle() != 2 * place)
                    Interlocked.Increment(ref faults);
            }
            catch (ObjectDisposedException)
            {
            }
        }
    }

    [Fact]
    public void AScopeClosedOnAnotherThreadFreesWhatItHeldThen()
    {
        var before = Memory.LiveTensors;
        var scope = NewDisposeScope();
        var first = ones(2);
        Elsewhere(scope.Dispose);
        Assert.True(first.IsInvalid);
        Assert.NotSame(scope, DisposeScopeManager.CurrentScope);
        // The thread goes on without it.
        using (var second = ones(2))
            Assert.False(second.IsInvalid);
        scope.Dispose();
        Assert.Equal(before, Memory.LiveTensors);
    }

    [Fact]
    public void AScopeOpenedInsideOneThatAnotherThreadClosedGoesOn()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        var held = ones(1);
        Elsewhere(outer.Dispose);
        Assert.False(held.IsInvalid);
        Assert.Same(inner, DisposeScopeManager.CurrentScope);
        inner.Dispose();
        Assert.True(held.IsInvalid);
        Assert.Null(DisposeScopeManager.CurrentScope);
    }

    [Fact]
    public void ScopesOfOneThreadCanBeClosedInAnyOrder()
    {
        var before = Memory.LiveTensors;
        var scopes = Enumerable.Range(0, 4).Select(_ => (Scope: NewDisposeScope(), Tensor: ones(1))).ToArray();
        scopes[1].Scope.Dispose();
        Assert.Equal([false, true, true, true], scopes.Select(pair => pair.Tensor.IsInvalid));
        scopes[3].Scope.Dispose();
        scopes[0].Scope.Dispose();
        Assert.True(scopes[0].Tensor.IsInvalid);
        Assert.Equal(before, Memory.LiveTensors);
    }

    [Fact]
    public void AnotherThreadMayMoveTensorsInAndOutOfAScope()
    {
        var before = Memory.LiveTensors;
        Tensor kept, given = null!;
        using (var scope = NewDisposeScope())
        {
            kept = ones(1);
            var gone = ones(1);
            Elsewhere(() =>
            {
                scope.Detach(kept);
                given = scope.Include(ones(1));
                gone.Dispose();
            });
            _ = ones(1);
        }
        Assert.False(kept.IsInvalid);
        Assert.True(given.IsInvalid);
        kept.Dispose();
        Assert.Equal(before, Memory.LiveTensors);
    }

    [Fact]
    public void ATensorOfAThreadThatEndedIsUsedAndFreed()
    {
        var before = Memory.LiveTensors;
        Tensor made = null!;
        Elsewhere(() => made = ones(3));
        Assert.Equal(3, made.sum().ToSingle());
        made.Dispose();
        Leftovers.Collect();
        Assert.Equal(before, Memory.LiveTensors);
    }

    private static void Elsewhere(Action body)
    {
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                body();
            }
#pragma warning disable CA1031 // it is thrown again on the test's thread
            catch (Exception error)
#pragma warning restore CA1031
            {
                fault = error;
            }
        });
        thread.Start();
        thread.Join();
        if (fault is not null)
            throw new InvalidOperationException("the other thread failed", fault);
    }
}

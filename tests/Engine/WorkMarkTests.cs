// The note of what is at work, read as whoever comes after the process reads it.
using PluginHost.Engine;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Engine;

public sealed class WorkMarkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginhost-mark-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_file_names_what_is_at_work_while_it_is()
    {
        using var mark = new WorkMark();
        Assert.Null(WorkMark.Of(_folder));
        mark.Begin(_folder, Plan, component => component.Kind == Kind.Loss ? new PluginOrigin("acme", "/plugins/acme.dll") : null);
        mark.StepDone(7);
        mark.Enter(Work.Forward);
        WorkMark.Note? seen = null;
        var loss = new MarkedLoss(new Spy(() => seen = WorkMark.Of(_folder)), mark);
        loss.Compute(new TensorMap()).Dispose();
        Assert.Equal(("loss \"focal\" (plugin \"acme\", /plugins/acme.dll)", "acme", 7), (seen!.Title, seen.Plugin, seen.Step));
        // Back in what called it.
        Assert.StartsWith("the forward pass", WorkMark.Of(_folder)!.Component, StringComparison.Ordinal);
        mark.Enter(Work.Callback, 1);
        Assert.Equal("callback \"second\"", WorkMark.Of(_folder)!.Component);
        Assert.Equal(1, mark.Progress);
    }

    private static StagePlan Plan => new()
    {
        Name = "stage",
        Mode = StageMode.Pretrain,
        Data = Component.Of(Kind.Dataset, "text"),
        Objective = Component.Of(Kind.Objective, "causal-lm"),
        Loss = Component.Of(Kind.Loss, "focal"),
        Callbacks = [Component.Of(Kind.Callback, "first"), Component.Of(Kind.Callback, "second")],
    };

    private sealed class Spy(Action look) : Loss
    {
        public override IReadOnlyList<string> Reads => [];

        public override torch.Tensor Compute(TensorMap values)
        {
            look();
            return torch.zeros([1]);
        }
    }
}

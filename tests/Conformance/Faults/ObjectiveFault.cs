// An objective that breaks its contract in one way, or in none.
using TorchSharp;

namespace PluginHost.Tests.Conformance;

internal sealed class ObjectiveFault(string fault, ObjectiveContext context) : Objective("trial")
{
    public static readonly (string Fault, string Check, string Says)[] All =
    [
        ("detached", "its loss is a finite scalar with a gradient", "something detaches the model's outputs"),
        ("offers", "it offers what it says", "should hold \"scores\", since Offers names it"),
        ("random", "a batch gives the same loss each time", "from the same state of torch's generator should be the same bit for bit"),
        ("sum", "its loss is the mean over what it weighs", "should be the mean of its parts' by their weights"),
        ("gradients", "it works without gradients", "no gradients, no loss"),
        ("hidden", "its figures are the same where the host stands before its loss", "should be"),
    ];

    public override IReadOnlyList<string> Offers => fault == "offers" ? ["scores"] : [Fields.LastHiddenState];

    public override ObjectiveResult forward(Batch batch)
    {
        if (fault == "gradients" && !torch.is_grad_enabled()) throw new NotSupportedException("no gradients, no loss");
        var hidden = context.Model.call(batch)[Fields.LastHiddenState];
        var rows = hidden.square().mean([1, 2]);
        var loss = fault == "sum" ? rows.sum() : rows.mean();
        if ((fault == "hidden" ? context.Loss as Twice : context.Loss?.As<Twice>()) is { } twice) loss = loss * twice.Factor;
        if (fault == "detached") loss = loss.detach();
        if (fault == "random") loss = loss * Random.Shared.NextDouble();
        return new ObjectiveResult(loss, new TensorMap { [Fields.LastHiddenState] = hidden }, torch.tensor(batch.Rows));
    }
}

/// <summary>A loss that an objective may know more of than <see cref="Loss"/> says.</summary>
internal sealed class Twice : Loss
{
    public double Factor => 2;

    public override IReadOnlyList<string> Reads => [Fields.LastHiddenState];

    public override torch.Tensor Compute(TensorMap values) => values[Fields.LastHiddenState].square().mean();
}

// The objective "simclr": two views of each image, projected to where the loss compares them.
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Contrastive;

/// <summary>
/// z = g(f(x̃)) for both views of each image, with f the model's pooled output and g a projection of two layers that is trained with it and
/// thrown away afterwards (Chen et al. 2020, "A Simple Framework for Contrastive Learning of Visual Representations", algorithm 1). Both views
/// go through the model as one batch, as in the authors' implementation, so that batch norm sees them together.
/// </summary>
internal sealed class Simclr : Objective
{
    private readonly ObjectiveContext _context;
    private readonly nn.Module<Tensor, Tensor> projection;

    public Simclr(SimclrOptions options, ObjectiveContext context) : base("simclr")
    {
        _context = context;
        var width = context.Model.HiddenSize;
        projection = nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, options.ProjectionWidth));
        RegisterComponents();
    }

    public override IReadOnlyList<string> Offers => [ContrastiveFields.FirstProjection, ContrastiveFields.SecondProjection];

    public override ObjectiveResult forward(Batch input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!input.Has(ContrastiveFields.FirstView) || !input.Has(ContrastiveFields.SecondView))
            throw new RecipeException("objective \"simclr\" compares two views of each image, and the batch has none. Add .Transform(\"two-views\").");
        var both = cat([input[ContrastiveFields.FirstView], input[ContrastiveFields.SecondView]]);
        var outputs = _context.Model.call(new Batch(input) { [Fields.PixelValues] = both });
        var views = projection.call(outputs[Fields.PoolerOutput]).chunk(2);
        var values = new TensorMap(input) { [ContrastiveFields.FirstProjection] = views[0], [ContrastiveFields.SecondProjection] = views[1] };
        var loss = _context.Loss ?? new NtXent(new NtXentOptions());
        return new ObjectiveResult(loss.Compute(values), values, loss.Weigh(values));
    }
}

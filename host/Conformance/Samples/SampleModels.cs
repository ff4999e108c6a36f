// The architectures that there are, each small enough to be made again for every check.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>An architecture with the options by which it is small.</summary>
/// <param name="Name">Its registered name.</param>
/// <param name="Registration">What makes it.</param>
/// <param name="Options">Its options, frozen.</param>
/// <param name="Inputs">Inputs that its plugin named, or null.</param>
internal sealed record SampleModel(string Name, Registration Registration, JsonObject Options, Func<TensorMap>? Inputs)
{
    /// <summary>Makes it; a seed gives the same weights each time.</summary>
    public Model Make(long seed = 1)
    {
        var title = Component.TitleOf(Kind.Model, Name);
        var options = OptionTree.Thaw(Registration.Options, Options, title);
        OptionRules.Validate(options, title);
        torch.manual_seed(seed);
        var model = (Model)Registration.Create(options, new ModelContext { Seed = seed, Tokenizer = SampleTokenizer.Instance });
        model.eval();
        return model;
    }

    /// <summary>A batch that it takes.</summary>
    public Batch Batch(Model model, int rows = 3) => SampleBatches.For(model, Inputs, rows);
}

/// <summary>The architectures of a catalog, small ones.</summary>
/// <param name="catalog">The plugins.</param>
/// <param name="options">The options that a component is verified with; those of a stranger's model may be missing.</param>
internal sealed class SampleModels(ICatalog catalog, Func<CatalogEntry, (IReadOnlyList<JsonObject> Options, Func<TensorMap>? Inputs)> options)
{
    // More than that is not made again and again.
    private const long Large = 5_000_000;

    private IReadOnlyList<SampleModel>? _all;

    public ICatalog Catalog => catalog;

    /// <summary>Those that can be made and are small.</summary>
    public IReadOnlyList<SampleModel> All => _all ??= [.. catalog.Entries.Where(entry => entry.Kind == Kind.Model).Select(Sample).OfType<SampleModel>()];

    /// <summary>Whether a model is too large to be made for each check.</summary>
    public static bool IsLarge(Model model) => model.parameters().Sum(parameter => parameter.numel()) > Large;

    private SampleModel? Sample(CatalogEntry entry)
    {
        var (variants, inputs) = options(entry);
        var sample = new SampleModel(entry.Name, catalog.Get(Kind.Model, entry.Name), variants[0], inputs);
        try
        {
            using var scope = torch.NewDisposeScope();
            return IsLarge(sample.Make()) ? null : sample;
        }
        catch (Exception)
        {
            // What is wrong with it is told where it is verified itself; here it is one architecture less.
            return null;
        }
    }
}

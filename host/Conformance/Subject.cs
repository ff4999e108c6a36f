// A component with the options that it is verified with.
using System.Text.Json.Nodes;
using TorchSharp;

namespace PluginHost.Conformance;

/// <summary>A component with the options that it is verified with, and what checks make it in.</summary>
/// <param name="entry">What was announced.</param>
/// <param name="registration">What was registered.</param>
/// <param name="options">Its options, frozen.</param>
/// <param name="inputs">Inputs that the plugin named, or null.</param>
/// <param name="models">The architectures that there are, in small.</param>
/// <param name="scratch">An empty folder.</param>
internal sealed class Subject(CatalogEntry entry, Registration registration, JsonObject options, Func<TensorMap>? inputs, SampleModels models, string scratch)
{
    private int _folders;

    public CatalogEntry Entry => entry;

    public Registration Registration => registration;

    public JsonObject Options => options;

    /// <summary>Inputs that the plugin named; null where it named none.</summary>
    public Func<TensorMap>? Inputs => inputs;

    /// <summary>The architectures that there are, in small.</summary>
    public SampleModels Models => models;

    public ICatalog Catalog => models.Catalog;

    /// <summary>Where relative paths in options start.</summary>
    public string BaseDirectory => scratch;

    public string Title => Component.TitleOf(entry.Kind, entry.Name);

    /// <summary>Its options, thawed and checked.</summary>
    public object Thaw()
    {
        var thawed = OptionTree.Thaw(registration.Options, options, Title);
        OptionRules.Validate(thawed, Title);
        return thawed;
    }

    /// <summary>Makes the component.</summary>
    /// <typeparam name="T">The contract of its kind.</typeparam>
    /// <param name="context">The context of its kind.</param>
    public T Make<T>(BuildContext context)
        where T : class
    {
        torch.manual_seed(context.Seed);
        return registration.Create(Thaw(), context) as T ?? throw new ViolationException($"Its factory should make a {typeof(T).Name}, and made nothing of that type.");
    }

    /// <summary>Makes a component that needs nothing but its options.</summary>
    public T Make<T>()
        where T : class => Make<T>(new BuildContext { Seed = 1, BaseDirectory = scratch });

    public DataContext Data(long seed = 1) => new() { Seed = seed, BaseDirectory = scratch, Tokenizer = SampleTokenizer.Instance };

    /// <summary>A new folder that goes away with the verification.</summary>
    public string Folder() => Directory.CreateDirectory(Path.Join(scratch, $".check-{entry.Kind}-{entry.Name}-{++_folders}")).FullName;
}

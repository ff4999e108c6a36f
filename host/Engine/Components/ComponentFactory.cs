// Makes components of a plan: finds the plugin, thaws and checks the options, calls the factory, and blames the right one when it throws.
namespace PluginHost.Engine;

/// <summary>Makes components of a plan.</summary>
/// <param name="catalog">The plugins.</param>
internal sealed class ComponentFactory(ICatalog catalog)
{
    /// <summary>Where components are looked up.</summary>
    public ICatalog Catalog { get; set; } = catalog;

    /// <summary>Finds the component and checks its options; nothing is built.</summary>
    public void Check(Component component) => Prepare(component);

    /// <summary>Makes a component.</summary>
    /// <typeparam name="T">The contract of its kind.</typeparam>
    /// <param name="component">Its name and options.</param>
    /// <param name="context">The context of its kind.</param>
    public T Make<T>(Component component, BuildContext context)
        where T : class
    {
        var (registration, options) = Prepare(component);
        return Make<T>(registration, options, context);
    }

    /// <summary>Makes a component from options that were read elsewhere.</summary>
    public T Make<T>(Registration registration, object options, BuildContext context)
        where T : class
    {
        var title = Component.TitleOf(registration.Kind, registration.Name);
        try
        {
            return (T)registration.Create(options, context);
        }
        catch (Exception fault) when (fault is not PluginHostException and not TorchSharp.TorchException)
        {
            var from = Catalog.Entries.FirstOrDefault(entry => entry.Kind == registration.Kind && entry.Name == registration.Name)?.File;
            throw new PluginException($"The {title} of the plugin {Origin(registration)}{(from is null ? "" : $" ({from})")} failed while it was made: {FaultSentence.Cause(fault).Message}", fault);
        }
    }

    /// <summary>Which plugin a registration came from, by name.</summary>
    public string Origin(Registration registration) =>
        Catalog.Entries.FirstOrDefault(entry => entry.Kind == registration.Kind && entry.Name == registration.Name)?.Plugin
        ?? registration.Options.Assembly.GetName().Name!;

    /// <summary>Which plugin a component is from; null where the catalog does not know.</summary>
    public PluginOrigin? Origin(Component component) =>
        Catalog.Entries.FirstOrDefault(entry => entry.Kind == component.Kind && entry.Name == component.Name) is { } entry ? new PluginOrigin(entry.Plugin, entry.File) : null;

    private (Registration Registration, object Options) Prepare(Component component)
    {
        var registration = Catalog.Get(component.Kind, component.Name);
        var options = OptionTree.Thaw(registration.Options, component.Options, component.Title);
        OptionRules.Validate(options, component.Title);
        return (registration, options);
    }
}

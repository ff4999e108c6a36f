// One loaded build of a plugin.
using System.Reflection;
using System.Runtime.CompilerServices;
using PluginHost.Loading.Discovery;

namespace PluginHost.Loading.Loads;

/// <summary>One loaded build of a plugin: its context, and what it registered.</summary>
internal sealed class Generation
{
    private readonly PluginLoadContext _context;

    private Generation(int number, FoundPlugin found, PluginCopy copy, PluginLoadContext context, Assembly assembly,
        IReadOnlyDictionary<string, Registration> registrations)
    {
        (Number, Copy, _context, Assembly, Registrations) = (number, copy, context, assembly, registrations);
        Title = $"generation {number} of plugin \"{found.Name}\" ({found.File}, {copy.ContentHash[..12]})";
    }

    /// <summary>1 for the first one that this process loaded.</summary>
    public int Number { get; }

    /// <summary>How a person would call it.</summary>
    public string Title { get; }

    /// <summary>The files that it was loaded from.</summary>
    public PluginCopy Copy { get; }

    /// <summary>Its assembly.</summary>
    public Assembly Assembly { get; }

    /// <summary>How many recipes are compiled against it: until they are gone there is no use in unloading it.</summary>
    public int Pins { get; set; }

    /// <summary>What it registered, by <see cref="ComponentKey"/>.</summary>
    public IReadOnlyDictionary<string, Registration> Registrations { get; }

    /// <summary>Loads a copy that is trusted, and lets the plugin register.</summary>
    /// <exception cref="PluginException">It does not load, or does not do what it announced; nothing of it stays loaded.</exception>
    public static Generation Load(int number, FoundPlugin found, PluginCopy copy)
    {
        var metadata = found.Metadata!;
        var who = $"Plugin \"{found.Name}\" ({found.File})";
        var file = Path.Join(copy.Folder, metadata.File);
        var context = new PluginLoadContext(found, file);
        try
        {
            var assembly = context.LoadFromAssemblyPath(file);
            var registry = new AnnouncedRegistry(who, metadata);
            Register(assembly, metadata.EntryTypes[0], registry);
            return new Generation(number, found, copy, context, assembly, registry.Complete());
        }
        catch (PluginException)
        {
            context.Unload();
            throw;
        }
        catch (Exception fault)
        {
            context.Unload();
            var cause = fault is TypeInitializationException { InnerException: { } inner } ? inner
                : fault is FileNotFoundException { InnerException: FileNotFoundException missing } ? missing : fault;
            throw new PluginException($"{who} failed while it was being loaded: {cause.GetType().Name}: {cause.Message}", fault);
        }
    }

    /// <summary>A new instance of one of its types.</summary>
    /// <param name="type">The full name of a class that implements <see cref="IPlugin"/>.</param>
    public IPlugin EntryPoint(string type) => Instance(Assembly, type);

    /// <summary>Begins to unload it; its memory is free when nothing refers to it any more.</summary>
    /// <returns>Tells whether it is still there.</returns>
    public WeakReference Unload()
    {
        _context.Unload();
        return new WeakReference(_context, trackResurrection: true);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Register(Assembly assembly, string type, IRegistry registry) => Instance(assembly, type).Register(registry);

    private static IPlugin Instance(Assembly assembly, string type) => (IPlugin)Activator.CreateInstance(
        assembly.GetType(type, throwOnError: true)!, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions, null, null, null)!;
}

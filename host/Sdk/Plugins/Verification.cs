// What a plugin names for its verification: options, inputs, checks of its own.
namespace PluginHost;

/// <summary>Takes what a plugin names for its verification. Whatever it leaves out, the verification chooses by the component's contract.</summary>
/// <param name="directory">An empty folder for files.</param>
public sealed class Verification(string directory)
{
    private readonly List<Component> _components = [];
    private readonly Dictionary<(Kind, string), Func<TensorMap>> _inputs = [];
    private readonly List<KeyValuePair<string, Action>> _checks = [];

    /// <summary>An empty folder for files that the verification needs; relative paths in options start here.</summary>
    public string Directory { get; } = directory;

    /// <summary>The options that were named, by component.</summary>
    public IReadOnlyList<Component> Components => _components;

    /// <summary>The plugin's own checks, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, Action>> Checks => _checks;

    /// <summary>
    /// Verifies a component with these options in place of its defaults; called again, with those as well. Needed where an option has no
    /// default, and where the default is large: a model is to have a few thousand parameters here.
    /// </summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Its registered name.</param>
    /// <param name="options">Its options record.</param>
    public void Options(Kind kind, string name, object options) => _components.Add(Component.Of(kind, name, options));

    /// <summary>
    /// Gives a component inputs that the verification cannot guess: a <see cref="Batch"/> for a model or an objective, what <see cref="Loss.Reads"/>
    /// names for a loss, and likewise for a metric. Rows are the first dimension of every tensor; eight of them are enough.
    /// </summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Its registered name.</param>
    /// <param name="make">Makes the inputs; draws from torch's generator, which is seeded before.</param>
    public void Inputs(Kind kind, string name, Func<TensorMap> make) => _inputs[(kind, name)] = make;

    /// <summary>Adds a check of the plugin's own, which is reported beside the others.</summary>
    /// <param name="name">What holds, as in <c>a fresh one is the identity</c>.</param>
    /// <param name="check">Throws when it does not hold; the message says what was expected and what came.</param>
    public void Check(string name, Action check) => _checks.Add(KeyValuePair.Create(name, check));

    /// <summary>The inputs that were given for a component, or null.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Its registered name.</param>
    public Func<TensorMap>? InputsOf(Kind kind, string name) => _inputs.GetValueOrDefault((kind, name));
}

// What a script sees without saying anything: the verbs of a recipe.
using System.Globalization;
using System.Text.Json.Nodes;

namespace PluginHost;

/// <summary>The verbs of a recipe. A script's code runs as if inside this class, so it writes <c>Pretrain("gpt")</c>.</summary>
/// <param name="host">What stands behind the verbs.</param>
public sealed class Recipe(IRecipeHost host)
{
    /// <summary>The folder of the checkout that the host belongs to.</summary>
    public string Home => host.Home;

    /// <summary>The run's own folder; what a recipe writes belongs there.</summary>
    public string RunDirectory => host.RunDirectory;

    /// <summary>Begins a stage that trains a model without labels.</summary>
    public StageBuilder Pretrain(string name) => new(host, name, StageMode.Pretrain);

    /// <summary>Begins a stage that trains a model, or adapters on it, for a task.</summary>
    public StageBuilder Finetune(string name) => new(host, name, StageMode.Finetune);

    /// <summary>Begins a stage that evaluates and trains nothing.</summary>
    public StageBuilder Evaluate(string name) => new(host, name, StageMode.Evaluate);

    /// <summary>A model in files: a folder in Hugging Face's layout.</summary>
    public ModelReference From(string directory) => new(directory);

    /// <summary>An adapter in files: a folder in PEFT's layout.</summary>
    public AdapterReference FromAdapter(string directory) => new(directory);

    /// <summary>A value that the command line can change: <c>--set name=value</c>.</summary>
    /// <typeparam name="T">A string, a number, a boolean or an enum.</typeparam>
    /// <param name="name">The setting's name.</param>
    /// <param name="fallback">The value when the command line does not give one.</param>
    /// <exception cref="RecipeException">The given value is no <typeparamref name="T"/>.</exception>
    public T Setting<T>(string name, T fallback)
    {
        if (host.Setting(name) is not { } text) return fallback;
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        try
        {
            return (T)Parse(text, type);
        }
        catch (Exception misfit) when (misfit is FormatException or OverflowException or InvalidCastException or ArgumentException)
        {
            throw new RecipeException($"--set {name}={text}: {name} has to be {TypeNames.Describe(typeof(T))}, got \"{text}\".", misfit);
        }
    }

    // Convert would read the "1,5" of somebody who writes a decimal comma as 15.
    private static object Parse(string text, Type type) => type switch
    {
        _ when type.IsEnum => Enum.Parse(type, text, ignoreCase: true) is var name && Enum.IsDefined(type, name) ? name : throw new FormatException(text),
        _ when type == typeof(double) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        _ when type == typeof(float) => float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        _ when type == typeof(decimal) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => Convert.ChangeType(text, type, CultureInfo.InvariantCulture),
    };

    /// <summary>A value that can be changed while the run is at work, for a loop of the recipe's own. A resumed run goes on with what it was changed to.</summary>
    /// <typeparam name="T">A string, an <c>int</c>, a <c>long</c>, a <c>float</c>, a <c>double</c> or a <c>bool</c>.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="initial">The value until it is changed.</param>
    /// <exception cref="RecipeException">Another value has the name, or the type is none of these.</exception>
    public Live<T> Live<T>(string name, T initial) => new(name, host.Live(name, PluginHost.Live<T>.ToNode(initial), PluginHost.Live<T>.Refuse));

    /// <summary>Continues a text with a saved model and, if one is given, an adapter on it.</summary>
    public Task<string> Generate(ModelReference model, string prompt, GenerationOptions? options = null, AdapterReference? adapter = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return host.Generate(model.Directory, adapter?.Directory, prompt, options ?? new GenerationOptions());
    }

    /// <summary>Puts a figure into the run's summary: the table at the end and the object of <c>--json</c>.</summary>
    public void Report(string name, double value) => host.Report(name, JsonValue.Create(value));

    /// <summary>Puts a text into the run's summary.</summary>
    public void Report(string name, string value) => host.Report(name, JsonValue.Create(value));

    /// <summary>Shows a line to whoever watches, and keeps it in the record.</summary>
    public void Print(string line) => host.Print(line);

    /// <summary>What a recipe with a loop of its own has to keep: saved with every checkpoint, there again after a resume.</summary>
    public JsonObject State(string name) => host.State(name);
}

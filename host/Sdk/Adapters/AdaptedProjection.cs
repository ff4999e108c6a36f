// What a method puts beside one linear map: all of a LoRA variant that is its own.
using TorchSharp;
using TorchSharp.Modules;

namespace PluginHost;

/// <summary>
/// Stands in the place of a linear map and changes what comes out of it. A method derives from it, adds its parameters in the constructor
/// and says in <see cref="Adapt"/> what they do; <see cref="ProjectionAdapter"/> does the rest.
/// </summary>
public abstract class AdaptedProjection : AdaptedModule
{
    private readonly IProjection _projection;
    private readonly List<KeyValuePair<string, Parameter>> _parameters = [];

    /// <summary>Stands in the place of a linear map.</summary>
    /// <param name="target">What <see cref="AdapterContext.Match"/> found.</param>
    /// <exception cref="RecipeException">It is no linear map.</exception>
    protected AdaptedProjection(NamedModule target) : base("adapted", (target ?? throw new ArgumentNullException(nameof(target))).Module)
    {
        Path = target.Path;
        _projection = ModuleTree.AsProjection(target.Base)
            ?? throw new RecipeException($"{target.Path} is a {target.Base.GetType().Name}, and this method acts on linear maps only. Set Targets to some of these.");
    }

    /// <summary>Its path in the base model.</summary>
    public string Path { get; }

    /// <summary>Width of the input.</summary>
    public long InFeatures => _projection.InFeatures;

    /// <summary>Width of the output.</summary>
    public long OutFeatures => _projection.OutFeatures;

    /// <summary>The base's weight as [out, in], whichever way round the model stores it; frozen.</summary>
    public torch.Tensor Weight => _projection.FanInFanOut ? _projection.Weight.t() : _projection.Weight;

    /// <summary>The base's bias [out], or null.</summary>
    public torch.Tensor? Bias => _projection.Bias;

    /// <summary>Its parameters, by their names in files behind the path.</summary>
    public IReadOnlyList<KeyValuePair<string, Parameter>> Parameters => _parameters;

    /// <summary>The base's output where the adapter is turned off, and what <see cref="Adapt"/> makes of it where not.</summary>
    public sealed override torch.Tensor forward(torch.Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var output = BaseLayer.call(input);
        if (!Active) return output;
        // A base in half precision under parameters in full: the method computes in its own.
        return Adapt(_projection.Weight.dtype == torch.float32 ? input : input.to(torch.float32), output).to(output.dtype);
    }

    /// <summary>
    /// Adds a parameter: float32, on the base weight's device. Draw with torch's functions, whose generator is seeded before an adapter is made.
    /// </summary>
    /// <param name="name">Its name in files behind the path, such as <c>lora_A.weight</c>.</param>
    /// <param name="start">Its first value.</param>
    /// <param name="trained">False for what is drawn once and stays: it is stored all the same.</param>
    protected Parameter Add(string name, torch.Tensor start, bool trained = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(start);
        using var placed = start.detach().to(torch.float32).to(_projection.Weight.device);
        var parameter = new Parameter(placed, trained);
        register_parameter(name.Replace('.', '_'), parameter);
        _parameters.Add(KeyValuePair.Create(name, parameter));
        return parameter;
    }

    /// <summary>The output with the method.</summary>
    /// <param name="input">[…, in].</param>
    /// <param name="output">What the base makes of it, bias included: […, out].</param>
    /// <returns>[…, out], in any floating type.</returns>
    protected abstract torch.Tensor Adapt(torch.Tensor input, torch.Tensor output);

    /// <summary>The weight [out, in] that a plain linear map computes the same with; needed of methods that are <see cref="AdapterTraits.Mergeable"/>.</summary>
    /// <param name="weight">The base's, [out, in], float32.</param>
    /// <exception cref="PluginHostException">There is no such weight, unless it is overridden.</exception>
    public virtual torch.Tensor Merged(torch.Tensor weight) =>
        throw new PluginHostException($"{GetType().Name} cannot be merged into the base weights: it does not override Merged.");

    internal void Merge()
    {
        var merged = Merged(Weight.to(torch.float32));
        Weight.copy_(merged.to(_projection.Weight.dtype));
    }
}

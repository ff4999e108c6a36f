// The parameters of a stack of recurrent layers, in the order in which libtorch's operators take them.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// weight_ih (gates · hidden, in), weight_hh (gates · hidden, hidden), bias_ih and bias_hh (gates · hidden) of every layer and direction, by
/// PyTorch's names: "weight_ih_l0", "weight_ih_l0_reverse", … All uniform within ±1/√hidden at first.
/// </summary>
internal sealed class RecurrentWeights
{
    private readonly nn.Module _owner;
    private readonly Parameter[] _all;

    internal RecurrentWeights(nn.Module owner, int gates, long inputs, long hidden, long layers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
    {
        if (inputs < 1 || hidden < 1 || layers < 1)
            throw new ArgumentException($"{owner.GetName()}: input size, hidden size and layers must be at least 1, got {inputs}, {hidden} and {layers}.");
        if (dropout is < 0 or > 1 or double.NaN)
            throw new ArgumentOutOfRangeException(nameof(dropout), dropout, $"{owner.GetName()}: dropout is a probability.");
        _owner = owner;
        Hidden = hidden;
        Layers = layers;
        HasBias = bias;
        BatchFirst = batchFirst;
        Dropout = dropout;
        Bidirectional = bidirectional;
        var all = new List<Parameter>();
        for (long layer = 0; layer < layers; layer++)
        {
            for (var direction = 0; direction < Directions; direction++)
            {
                var taken = layer == 0 ? inputs : hidden * Directions;
                Add("weight_ih", [gates * hidden, taken]);
                Add("weight_hh", [gates * hidden, hidden]);
                if (bias)
                {
                    Add("bias_ih", [gates * hidden]);
                    Add("bias_hh", [gates * hidden]);
                }

                void Add(string name, long[] shape)
                {
                    var parameter = new Parameter(empty(shape, dtype, device));
                    nn.init.uniform_(parameter, -1 / Math.Sqrt(hidden), 1 / Math.Sqrt(hidden));
                    owner.register_parameter(Name(name, layer, direction), parameter);
                    all.Add(parameter);
                }
            }
        }
        _all = [.. all];
    }

    internal long Hidden { get; }

    internal long Layers { get; }

    internal bool HasBias { get; }

    internal bool BatchFirst { get; }

    internal double Dropout { get; }

    internal bool Bidirectional { get; }

    internal int Directions => Bidirectional ? 2 : 1;

    internal IReadOnlyList<Tensor> All => _all;

    /// <summary>A state of zeros (layers · directions, batch, hidden).</summary>
    internal Tensor Zeros(Tensor like, long batch) => zeros([Layers * Directions, batch, Hidden], like.dtype, like.device);

    /// <summary>The rows of a batch of padded sequences.</summary>
    internal long Batch(Tensor input)
    {
        if (input.dim() != 3)
            throw new ArgumentException($"{_owner.GetName()}: expected a tensor of 3 dimensions ({(BatchFirst ? "batch, sequence" : "sequence, batch")}, features), got {input.Described()}.", nameof(input));
        return input.size(BatchFirst ? 0 : 1);
    }

    internal Parameter? Get(string name, long index) => _owner.get_parameter(NameAt(name, index));

    /// <summary>Puts a tensor in the place of a parameter; null is allowed for none, as all layers have the same parameters.</summary>
    internal void Set(string name, long index, Tensor? value)
    {
        var old = Get(name, index) ?? throw new ArgumentException($"{_owner.GetName()} has no parameter {NameAt(name, index)}.", nameof(name));
        ArgumentNullException.ThrowIfNull(value);
        if (!value.shape.AsSpan().SequenceEqual(old.shape))
            throw new ArgumentException($"{_owner.GetName()}: {NameAt(name, index)} is {old.Described()}, got {value.Described()}.", nameof(value));
        var fresh = value as Parameter ?? new Parameter(value);
        _all[Array.FindIndex(_all, known => ReferenceEquals(known, old))] = fresh;
        _owner.register_parameter(NameAt(name, index), fresh);
    }

    private string NameAt(string name, long index) => Name(name, index / Directions, (int)(index % Directions));

    private static string Name(string name, long layer, int direction) => $"{name}_l{layer}{(direction == 1 ? "_reverse" : "")}";
}

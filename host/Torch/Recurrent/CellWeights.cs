// The parameters of one recurrent cell.
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>weight_ih (gates · hidden, in), weight_hh (gates · hidden, hidden), bias_ih, bias_hh (gates · hidden), uniform within ±1/√hidden at first.</summary>
internal sealed class CellWeights
{
    private readonly nn.Module _owner;
    private readonly long _inputs;
    private readonly long _hidden;

    internal CellWeights(nn.Module owner, int gates, long inputs, long hidden, bool bias, Device? device, ScalarType? dtype)
    {
        _owner = owner;
        _inputs = inputs;
        _hidden = hidden;
        Add("weight_ih", [gates * hidden, inputs]);
        Add("weight_hh", [gates * hidden, hidden]);
        if (!bias)
            return;
        Add("bias_ih", [gates * hidden]);
        Add("bias_hh", [gates * hidden]);

        void Add(string name, long[] shape)
        {
            var parameter = new Parameter(empty(shape, dtype, device));
            nn.init.uniform_(parameter, -1 / Math.Sqrt(hidden), 1 / Math.Sqrt(hidden));
            owner.register_parameter(name, parameter);
        }
    }

    internal Parameter? this[string name]
    {
        get => _owner.get_parameter(name);
        set => _owner.register_parameter(name, value);
    }

    internal Parameter Ih => this["weight_ih"]!;

    internal Parameter Hh => this["weight_hh"]!;

    internal Parameter? BiasIh => this["bias_ih"];

    internal Parameter? BiasHh => this["bias_hh"];

    internal Tensor Zeros(Tensor input) => zeros([input.size(0), _hidden], input.dtype, input.device);

    internal void Check(Tensor input)
    {
        if (input.dim() != 2 || input.size(1) != _inputs)
            throw new ArgumentException($"{_owner.GetName()}: expected a tensor (batch, {_inputs}), got {input.Described()}.", nameof(input));
    }
}

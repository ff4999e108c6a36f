// One step of a gated recurrent unit.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>One step of a gated recurrent unit, as in <see cref="GRU"/>. Input (batch, features), state (batch, hidden), zeros when not given.</summary>
    public sealed class GRUCell : nn.Module<Tensor, Tensor?, Tensor>
    {
        private readonly CellWeights _weights;

        internal GRUCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(GRUCell))
        {
            _weights = new CellWeights(this, 3, inputSize, hiddenSize, bias, device, dtype);
        }

        public Parameter? weight_ih
        {
            get => _weights["weight_ih"];
            set => _weights["weight_ih"] = value;
        }

        public Parameter? weight_hh
        {
            get => _weights["weight_hh"];
            set => _weights["weight_hh"] = value;
        }

        public Parameter? bias_ih
        {
            get => _weights["bias_ih"];
            set => _weights["bias_ih"] = value;
        }

        public Parameter? bias_hh
        {
            get => _weights["bias_hh"];
            set => _weights["bias_hh"] = value;
        }

        public override Tensor forward(Tensor input, Tensor? h0 = null)
        {
            _weights.Check(input);
            using var zero = h0 is null ? _weights.Zeros(input) : null;
            return Calls.gru_cell(input, h0 ?? zero!, _weights.Ih, _weights.Hh, _weights.BiasIh, _weights.BiasHh);
        }

        public new Tensor call(Tensor input, Tensor? h0 = null) => base.call(input, h0);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>One step of a gated recurrent unit.</summary>
            public static Modules.GRUCell GRUCell(long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, bias, device, dtype);
        }
    }
}

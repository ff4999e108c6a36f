// One step of long short-term memory.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>One step of long short-term memory, as in <see cref="LSTM"/>. Input (batch, features), hidden and cell state (batch, hidden), zeros when not given.</summary>
    public sealed class LSTMCell : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
    {
        private readonly CellWeights _weights;

        internal LSTMCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(LSTMCell))
        {
            _weights = new CellWeights(this, 4, inputSize, hiddenSize, bias, device, dtype);
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

        public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
        {
            _weights.Check(input);
            using var zero = h0_c0 is null ? _weights.Zeros(input) : null;
            var (h, c) = h0_c0 ?? (zero!, zero!);
            return Calls.lstm_cell(input, [h, c], _weights.Ih, _weights.Hh, _weights.BiasIh, _weights.BiasHh);
        }

        public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>One step of long short-term memory.</summary>
            public static Modules.LSTMCell LSTMCell(long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, bias, device, dtype);
        }
    }
}

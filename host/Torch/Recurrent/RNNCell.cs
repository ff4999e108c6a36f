// One step of a plain recurrent layer.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>h ← f(W_ih·x + b_ih + W_hh·h + b_hh), f being tanh or ReLU. Input (batch, features), state (batch, hidden), zeros when not given.</summary>
    public sealed class RNNCell : nn.Module<Tensor, Tensor?, Tensor>
    {
        private readonly CellWeights _weights;
        private readonly bool _relu;

        internal RNNCell(long inputSize, long hiddenSize, nn.NonLinearities nonLinearity, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(RNNCell))
        {
            _relu = nonLinearity == nn.NonLinearities.ReLU;
            _weights = new CellWeights(this, 1, inputSize, hiddenSize, bias, device, dtype);
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
            return _relu ? Calls.rnn_relu_cell(input, h0 ?? zero!, _weights.Ih, _weights.Hh, _weights.BiasIh, _weights.BiasHh) : Calls.rnn_tanh_cell(input, h0 ?? zero!, _weights.Ih, _weights.Hh, _weights.BiasIh, _weights.BiasHh);
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
            /// <summary>One step of a plain recurrent layer.</summary>
            public static Modules.RNNCell RNNCell(long inputSize, long hiddenSize, NonLinearities nonLinearity = NonLinearities.Tanh, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, nonLinearity, bias, device, dtype);
        }
    }
}

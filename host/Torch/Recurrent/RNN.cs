// Plain recurrent layers (Elman) over sequences.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Layers of h ← f(W_ih·x + b_ih + W_hh·h + b_hh), f being tanh or ReLU (Elman 1990).
    /// Input (sequence, batch, features), with batchFirst (batch, sequence, features); state (layers · directions, batch, hidden), zeros when not given.
    /// </summary>
    public sealed class RNN : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
    {
        private readonly RecurrentWeights _weights;
        private readonly bool _relu;

        internal RNN(long inputSize, long hiddenSize, long numLayers, nn.NonLinearities nonLinearity, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
            : base(nameof(RNN))
        {
            _relu = nonLinearity == nn.NonLinearities.ReLU;
            _weights = new RecurrentWeights(this, 1, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
        }

        /// <returns>The last layer's outputs (hidden · directions in the last dimension), and the last states of all layers.</returns>
        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null)
        {
            var w = _weights;
            using var zero = h0 is null ? w.Zeros(input, w.Batch(input)) : null;
            return _relu
                ? Calls.rnn_relu_input(input, h0 ?? zero!, w.All, w.HasBias, w.Layers, w.Dropout, training, w.Bidirectional, w.BatchFirst)
                : Calls.rnn_tanh_input(input, h0 ?? zero!, w.All, w.HasBias, w.Layers, w.Dropout, training, w.Bidirectional, w.BatchFirst);
        }

        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

        /// <summary>Sequences of unequal lengths, packed; states are in the order in which the sequences were given.</summary>
        public (nn.utils.rnn.PackedSequence, Tensor) call(nn.utils.rnn.PackedSequence input, Tensor? h0 = null)
        {
            ArgumentNullException.ThrowIfNull(input);
            var w = _weights;
            using var state = input.Sorted(h0) ?? w.Zeros(input.data, input.Batch);
            var (output, hn) = _relu
                ? Calls.rnn_relu_data(input.data, input.batch_sizes, state, w.All, w.HasBias, w.Layers, w.Dropout, training, w.Bidirectional)
                : Calls.rnn_tanh_data(input.data, input.batch_sizes, state, w.All, w.HasBias, w.Layers, w.Dropout, training, w.Bidirectional);
            return (input.With(output), input.Unsorted(hn));
        }

        /// <summary>There for code that calls it: libtorch gathers the weights itself where cuDNN wants them in one piece.</summary>
        public void flatten_parameters()
        {
        }

        // The index counts layers, and directions within a layer.
        public Parameter? get_bias_ih(long idx) => _weights.Get("bias_ih", idx);

        public Parameter? get_bias_hh(long idx) => _weights.Get("bias_hh", idx);

        public void set_bias_ih(Tensor? value, long idx) => _weights.Set("bias_ih", idx, value);

        public void set_bias_hh(Tensor? value, long idx) => _weights.Set("bias_hh", idx, value);

        public Parameter? get_weight_ih(long idx) => _weights.Get("weight_ih", idx);

        public Parameter? get_weight_hh(long idx) => _weights.Get("weight_hh", idx);

        public void set_weight_ih(Tensor? value, long idx) => _weights.Set("weight_ih", idx, value);

        public void set_weight_hh(Tensor? value, long idx) => _weights.Set("weight_hh", idx, value);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>What a plain recurrent layer applies to its sums.</summary>
            public enum NonLinearities
            {
                ReLU = 0,
                Tanh = 1,
            }

            /// <summary>Plain recurrent layers; dropout acts between layers.</summary>
            public static Modules.RNN RNN(long inputSize, long hiddenSize, long numLayers = 1, NonLinearities nonLinearity = NonLinearities.Tanh, bool bias = true, bool batchFirst = false, double dropout = 0.0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, nonLinearity, bias, batchFirst, dropout, bidirectional, device, dtype);
        }
    }
}

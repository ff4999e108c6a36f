// Gated recurrent units over sequences.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Layers of gated recurrent units (Cho et al. 2014): r, z = σ(…), n = tanh(W_in·x + b_in + r·(W_hn·h + b_hn)), h ← (1−z)·n + z·h.
    /// Input (sequence, batch, features), with batchFirst (batch, sequence, features); state (layers · directions, batch, hidden), zeros when not given.
    /// </summary>
    public sealed class GRU : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
    {
        private readonly RecurrentWeights _weights;

        internal GRU(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
            : base(nameof(GRU))
        {
            _weights = new RecurrentWeights(this, 3, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
        }

        /// <returns>The last layer's outputs (hidden · directions in the last dimension), and the last states of all layers.</returns>
        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null)
        {
            using var zero = h0 is null ? _weights.Zeros(input, _weights.Batch(input)) : null;
            return Calls.gru_input(input, h0 ?? zero!, _weights.All, _weights.HasBias, _weights.Layers, _weights.Dropout, training, _weights.Bidirectional, _weights.BatchFirst);
        }

        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

        /// <summary>Sequences of unequal lengths, packed; states are in the order in which the sequences were given.</summary>
        public (nn.utils.rnn.PackedSequence, Tensor) call(nn.utils.rnn.PackedSequence input, Tensor? h0 = null)
        {
            ArgumentNullException.ThrowIfNull(input);
            using var state = input.Sorted(h0) ?? _weights.Zeros(input.data, input.Batch);
            var (output, hn) = Calls.gru_data(input.data, input.batch_sizes, state, _weights.All, _weights.HasBias, _weights.Layers, _weights.Dropout, training, _weights.Bidirectional);
            return (input.With(output), input.Unsorted(hn));
        }

        /// <summary>There for code that calls it: libtorch gathers the weights itself where cuDNN wants them in one piece.</summary>
        public void flatten_parameters()
        {
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Layers of gated recurrent units; dropout acts between layers.</summary>
            public static Modules.GRU GRU(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0.0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
        }
    }
}

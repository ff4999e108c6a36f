// Long short-term memory over sequences.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Layers of long short-term memory (Hochreiter and Schmidhuber 1997): i, f, o = σ(…), g = tanh(…), c ← f·c + i·g, h = o·tanh(c), each of W_ih·x + b_ih + W_hh·h + b_hh.
    /// Input (sequence, batch, features), with batchFirst (batch, sequence, features); states (layers · directions, batch, hidden), zeros when not given.
    /// </summary>
    public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
    {
        private readonly RecurrentWeights _weights;

        internal LSTM(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
            : base(nameof(LSTM))
        {
            _weights = new RecurrentWeights(this, 4, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
        }

        /// <returns>The last layer's outputs (hidden · directions in the last dimension), and the last hidden and cell states of all layers.</returns>
        public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
        {
            using var zero = h0_c0 is null ? _weights.Zeros(input, _weights.Batch(input)) : null;
            var (h, c) = h0_c0 ?? (zero!, zero!);
            return Calls.lstm_input(input, [h, c], _weights.All, _weights.HasBias, _weights.Layers, _weights.Dropout, training, _weights.Bidirectional, _weights.BatchFirst);
        }

        public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

        /// <summary>Sequences of unequal lengths, packed; states are in the order in which the sequences were given.</summary>
        public (nn.utils.rnn.PackedSequence, Tensor, Tensor) call(nn.utils.rnn.PackedSequence input, (Tensor, Tensor)? h0_c0 = null)
        {
            ArgumentNullException.ThrowIfNull(input);
            using var zero = h0_c0 is null ? _weights.Zeros(input.data, input.Batch) : null;
            using var h = input.Sorted(h0_c0?.Item1);
            using var c = input.Sorted(h0_c0?.Item2);
            var (output, hn, cn) = Calls.lstm_data(input.data, input.batch_sizes, [h ?? zero!, c ?? zero!], _weights.All, _weights.HasBias, _weights.Layers, _weights.Dropout, training, _weights.Bidirectional);
            return (input.With(output), input.Unsorted(hn), input.Unsorted(cn));
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
            /// <summary>Layers of long short-term memory; dropout acts between layers.</summary>
            public static Modules.LSTM LSTM(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0.0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
        }
    }
}

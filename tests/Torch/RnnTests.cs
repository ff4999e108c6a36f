// Recurrent layers against their step-by-step formulas, and packed sequences against padded ones.
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class RnnTests
{
    [Fact]
    public void AnLstmIsItsFormulaStepByStep()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var lstm = nn.LSTM(3, 2);
        var x = randn(4, 2, 3);
        var (output, hn, cn) = lstm.call(x);
        var (h, c) = (zeros(2, 2), zeros(2, 2));
        for (var t = 0; t < 4; t++)
        {
            var gates = nn.functional.linear(x[t], lstm.get_parameter("weight_ih_l0")!, lstm.get_parameter("bias_ih_l0"))
                + nn.functional.linear(h, lstm.get_parameter("weight_hh_l0")!, lstm.get_parameter("bias_hh_l0"));
            var parts = gates.chunk(4, 1);
            c = parts[1].sigmoid() * c + parts[0].sigmoid() * parts[2].tanh();
            h = parts[3].sigmoid() * c.tanh();
            Assert.True(output[t].allclose(h, atol: 1e-6));
        }
        Assert.True(hn[0].allclose(h, atol: 1e-6));
        Assert.True(cn[0].allclose(c, atol: 1e-6));
    }

    [Fact]
    public void CellsMakeOneStepOfTheLayers()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var gru = nn.GRU(3, 4, batchFirst: true);
        using var cell = nn.GRUCell(3, 4);
        cell.load_state_dict(gru.state_dict().ToDictionary(entry => entry.Key.Replace("_l0", "", StringComparison.Ordinal), entry => entry.Value));
        var x = randn(5, 2, 3);
        var (output, _) = gru.call(x);
        var h = cell.call(x.select(1, 0));
        Assert.True(output.select(1, 0).allclose(h, atol: 1e-6));
        Assert.True(output.select(1, 1).allclose(cell.call(x.select(1, 1), h), atol: 1e-6));
    }

    [Fact]
    public void PackedSequencesGiveWhatEachSequenceAloneGives()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var rnn = nn.RNN(2, 3, numLayers: 2, bidirectional: true);
        Tensor[] sequences = [randn(2, 2), randn(4, 2), randn(3, 2)];
        using var packed = nn.utils.rnn.pack_sequence(sequences, enforce_sorted: false);
        Assert.Equal([3L, 3, 2, 1], packed.batch_sizes.data<long>().ToArray());
        var (result, hn) = rnn.call(packed);
        var (padded, lengths) = nn.utils.rnn.pad_packed_sequence(result, batch_first: true);
        Assert.Equal([2L, 4, 3], lengths.data<long>().ToArray());
        for (var i = 0; i < 3; i++)
        {
            var (alone, h) = rnn.call(sequences[i].unsqueeze(1));
            Assert.True(padded[i].narrow(0, 0, sequences[i].size(0)).allclose(alone.squeeze(1), atol: 1e-6));
            Assert.True(hn.select(1, i).allclose(h.select(1, 0), atol: 1e-6));
        }
    }

    [Fact]
    public void AWrongShapeIsASentence() =>
        Assert.Contains("sequence, batch", Assert.Throws<ArgumentException>(() => nn.LSTM(3, 2).call(zeros(4, 3))).Message, StringComparison.Ordinal);
}

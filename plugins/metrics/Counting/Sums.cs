// Counts that a metric gathers, kept where they add up over batches and ranks.
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Metrics;

/// <summary>Sums under names, as float64: exact for counts below 2^53.</summary>
internal sealed class Sums
{
    private double[] _values;

    /// <summary>So many zeros.</summary>
    public Sums(int count) => _values = new double[count];

    public int Count => _values.Length;

    public double this[int index] => _values[index];

    /// <summary>Sets every sum to 0.</summary>
    public void Clear() => Array.Clear(_values);

    /// <summary>Adds one number to each sum; a wider row widens the sums.</summary>
    public void Add(ReadOnlySpan<double> row)
    {
        if (row.Length > _values.Length) Array.Resize(ref _values, row.Length);
        for (var i = 0; i < row.Length; i++) _values[i] += row[i];
    }

    /// <summary>Adds a tensor of numbers, flattened; one copy from the device.</summary>
    public void Add(Tensor row)
    {
        using var numbers = row.detach().to(ScalarType.Float64).cpu();
        Add(numbers.ToArray<double>());
    }

    /// <summary>Writes the sums as one float64 tensor, which can be added to another rank's.</summary>
    public void Save(StateWriter state, string name) => state.Write(name, tensor(_values));

    /// <summary>Takes what <see cref="Save"/> wrote.</summary>
    public void Load(StateReader state, string name) => _values = state.Tensor(name).to(ScalarType.Float64).cpu().ToArray<double>();
}

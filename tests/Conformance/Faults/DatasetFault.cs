// A dataset of numbered lines that breaks its contract in one way, or in none.
namespace PluginHost.Tests.Conformance;

internal sealed class DatasetFault(string fault, long first, long count) : Dataset
{
    public static readonly (string Fault, string Check, string Says)[] All =
    [
        ("endless", "every row from 0 to Count - 1 can be read, and no other", "should be refused with an ArgumentOutOfRangeException"),
        ("ragged", "its rows have one form", "should hold text like row 0, and holds text, more"),
        ("fingerprint", "made again it is the same", "The fingerprint of the train split should be the same each time"),
        ("order", "a row depends on its index alone", "should be the same whatever was read before it"),
        ("instance", "it goes on from any position", "in a run that went on and in one that was resumed there"),
        ("leak", "no row is in two splits", "what is measured would have been trained on"),
    ];

    private static int s_made;

    private readonly int _instance = Interlocked.Increment(ref s_made);
    private int _reads;

    public override long Count => count;

    public override string Fingerprint => fault == "fingerprint" ? $"{_instance:x}" : "f1";

    public static DatasetSplits Make(string fault) => new(new DatasetFault(fault, 0, 40), new DatasetFault(fault, fault == "leak" ? 39 : 40, 8));

    public override Example Read(long index)
    {
        if (fault != "endless") ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)count, nameof(index));
        var number = first + index + fault switch
        {
            "order" => 1000 * Interlocked.Increment(ref _reads),
            "instance" => 1000 * _instance,
            _ => 0,
        };
        var row = new Example { ["text"] = $"line {number:D9}" };
        return fault == "ragged" && index == 3 ? row.With("more", 1L) : row;
    }
}

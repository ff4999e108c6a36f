// What the host sees first: what this plugin is called and what it provides.
using MyNamePlugin;

[assembly: Plugin("my-name", Sdk = "1", Description = "Writes weights for NumPy.")]
[assembly: Provides(Kind.Exporter, "my-name", typeof(MyNameOptions), Summary = "A folder with config.json and a .npy file for each tensor.")]

namespace MyNamePlugin;

public sealed class EntryPoint : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) => registry.Exporter<MyNameOptions>("my-name", (options, _) => new MyNameExporter(options));

    public void Verify(Verification verification) => verification.Check("a file is what NumPy reads", () =>
    {
        var file = Path.Join(verification.Directory, "array.npy");
        NpyFile.Write(file, arange(6, dtype: float32).view(2, 3));
        var bytes = File.ReadAllBytes(file);
        var header = System.Text.Encoding.ASCII.GetString(bytes, 10, bytes[8]);
        if (bytes.Length != 128 + 24 || !header.Contains("'shape': (2, 3)")) throw new InvalidOperationException($"It should be 152 bytes with the shape (2, 3), and is {bytes.Length} with {header}.");
        if (BitConverter.ToSingle(bytes, 128 + 20) != 5) throw new InvalidOperationException($"It should end with 5, and ends with {BitConverter.ToSingle(bytes, 128 + 20)}.");
    });
}

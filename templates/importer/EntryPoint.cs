// What the host sees first: what this plugin is called and what it provides.
using MyNamePlugin;

[assembly: Plugin("my-name", Sdk = "1", Description = "Reads weights that NumPy wrote.")]
[assembly: Provides(Kind.Importer, "my-name", typeof(MyNameOptions), Summary = "A folder with config.json and a .npy file for each tensor.")]

namespace MyNamePlugin;

public sealed class EntryPoint : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) => registry.Importer<MyNameOptions>("my-name", (options, _) => new MyNameImporter(options));

    public void Verify(Verification verification) => verification.Check("a folder of arrays becomes a model's folder", () =>
    {
        var (from, to) = (Directory.CreateDirectory(Path.Join(verification.Directory, "arrays")).FullName, Directory.CreateDirectory(Path.Join(verification.Directory, "model")).FullName);
        File.WriteAllText(Path.Join(from, "config.json"), """{"model_type": "gpt2"}""");
        // What numpy.save writes for array([[1, 2, 3], [4, 5, 6]], float32).
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".PadRight(117) + "\n";
        File.WriteAllBytes(Path.Join(from, "layer.weight.npy"), [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header),
            .. new float[] { 1, 2, 3, 4, 5, 6 }.SelectMany(BitConverter.GetBytes)]);
        var importer = new MyNameImporter(new MyNameOptions());
        if (!importer.CanRead(from)) throw new InvalidOperationException("CanRead should be true for a folder with config.json and a .npy file, and is false.");
        importer.Import(from, to);
        var weight = Safetensors.Load(Path.Join(to, "model.safetensors"))["layer.weight"];
        if (!weight.shape.SequenceEqual([2L, 3L]) || weight[1, 2].ToDouble() != 6) throw new InvalidOperationException($"The weight should be [2, 3] and end with 6, and is [{string.Join(", ", weight.shape)}].");
    });
}

// The safetensors format: what goes in comes out, and what breaks the format is refused.
using System.Buffers.Binary;
using System.Text;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace PluginHost.Tests.Torch;

public sealed class SafetensorsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly string _folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, true);
    }

    private string File(string name = "a.safetensors") => Path.Combine(_folder, name);

    [Fact]
    public void EveryTypeAndShapeComesBack()
    {
        var tensors = new (string, Tensor)[]
        {
            ("f32", tensor([1.5f, float.NaN, float.NegativeInfinity])), ("f64", randn(2, 3, dtype: ScalarType.Float64)), ("i64", arange(4)),
            ("i32", arange(3, dtype: ScalarType.Int32)), ("i16", arange(3, dtype: ScalarType.Int16)), ("i8", arange(3, dtype: ScalarType.Int8)),
            ("u8", arange(3, dtype: ScalarType.Byte)), ("bool", tensor([true, false])), ("bf16", ones(2, dtype: ScalarType.BFloat16)), ("f16", ones(3, dtype: ScalarType.Float16)),
            ("scalar", tensor(7L)), ("nothing", empty(0, 3)), ("transposed", arange(6).view(2, 3).t()), ("a name with \"quotes\" and ünicode", ones(1)),
        };
        Safetensors.Save(File(), tensors, new Dictionary<string, string> { ["format"] = "pt" });
        var loaded = Safetensors.Load(File());
        Assert.Equal(tensors.Length, loaded.Count);
        foreach (var (name, expected) in tensors)
        {
            Assert.Equal(expected.dtype, loaded[name].dtype);
            Assert.Equal(expected.shape, loaded[name].shape);
            Assert.Equal(expected.ReadBytes(), loaded[name].ReadBytes());
        }
        using var reader = Safetensors.Open(File());
        Assert.Equal("pt", reader.Metadata["format"]);
        Assert.Equal([2L, 3L], reader.Shape("f64"));
        Assert.Equal(ScalarType.BFloat16, reader.Type("bf16"));
        Assert.Throws<KeyNotFoundException>(() => reader.Tensor("absent"));
    }

    [Fact]
    public void SavingReplacesTheFileWholeAndLeavesNothingBeside()
    {
        Safetensors.Save(File(), [("a", ones(2))]);
        Safetensors.Save(File(), [("b", ones(3))]);
        Assert.Equal(["b"], Safetensors.Load(File()).Keys);
        Assert.Throws<ArgumentException>(() => Safetensors.Save(File(), [("a", ones(1)), ("a", ones(2))]));
        Assert.Equal(["b"], Safetensors.Load(File()).Keys);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void ReferenceFilesAreRead()
    {
        using var reader = Safetensors.Open(Path.Combine(SharedData.PathOrSkip("golden/gpt2"), "model.safetensors"));
        Assert.NotEmpty(reader.Names);
        foreach (var name in reader.Names)
            Assert.Equal(reader.Shape(name), reader.Tensor(name).shape);
    }

    public static TheoryData<string, string, int> Broken => new()
    {
        { "no JSON", "{", 0 },
        { "not an object", "[]", 0 },
        { "unknown type", """{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}""", 4 },
        { "negative size", """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4 },
        { "fractional size", """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4 },
        { "size as text", """{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4 },
        { "shape is no list", """{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", 4 },
        { "first offset not 0", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8 },
        { "a gap", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12 },
        { "an overlap", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6 },
        { "end before begin", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4 },
        { "offsets not two", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4 },
        { "size of the shape overflows", """{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,4]}}""", 4 },
        { "size differs from the shape's", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4 },
        { "data behind the last tensor", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5 },
        { "data too short", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4 },
        { "metadata not of strings", """{"__metadata__":{"a":1}}""", 0 },
        { "metadata no object", """{"__metadata__":[]}""", 0 },
        { "a name twice", """{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0 },
        { "a field is missing", """{"a":{"dtype":"F32","shape":[1]}}""", 4 },
        { "an entry is no object", """{"a":7}""", 0 },
        { "not UTF-8", "{\"\u00ff\":{}}", 0 },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void ABrokenFileIsRefused(string what, string header, int data)
    {
        // Latin-1 turns ÿ into the byte 0xff, which UTF-8 never has.
        var bytes = Encoding.Latin1.GetBytes(header);
        Write((ulong)bytes.Length, bytes, data);
        var error = Assert.Throws<InvalidDataException>(() => Safetensors.Load(File()));
        Assert.Contains(File(), error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData(100ul)]
    [InlineData(100_000_001ul)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1ul << 63)]
    public void AHeaderThatDoesNotFitIsRefused(ulong length)
    {
        Write(length, "{}"u8.ToArray(), 0);
        Assert.Throws<InvalidDataException>(() => Safetensors.Load(File()));
    }

    [Fact]
    public void AFileUnderEightBytesIsRefused()
    {
        System.IO.File.WriteAllBytes(File(), [1, 2, 3]);
        Assert.Throws<InvalidDataException>(() => Safetensors.Load(File()));
    }

    [Fact]
    public void ControlCharactersOfANameAreNotShown()
    {
        var header = "{\"a\\u001b[31m\":{\"dtype\":\"F31\",\"shape\":[1],\"data_offsets\":[0,4]}}"u8.ToArray();
        Write((ulong)header.Length, header, 4);
        var error = Assert.Throws<InvalidDataException>(() => Safetensors.Load(File()));
        Assert.DoesNotContain('\u001b', error.Message);
    }

    private void Write(ulong length, byte[] header, int data)
    {
        var bytes = new byte[8 + header.Length + data];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        header.CopyTo(bytes, 8);
        System.IO.File.WriteAllBytes(File(), bytes);
    }
}

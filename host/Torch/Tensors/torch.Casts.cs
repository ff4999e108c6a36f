// Conversions named by type, to be handed to Tensor.type.
namespace TorchSharp;

public static partial class torch
{
    public static Tensor ByteTensor(Tensor t) => t.to(ScalarType.Byte);

    public static Tensor CharTensor(Tensor t) => t.to(ScalarType.Int8);

    public static Tensor ShortTensor(Tensor t) => t.to(ScalarType.Int16);

    public static Tensor IntTensor(Tensor t) => t.to(ScalarType.Int32);

    public static Tensor LongTensor(Tensor t) => t.to(ScalarType.Int64);

    public static Tensor HalfTensor(Tensor t) => t.to(ScalarType.Float16);

    public static Tensor BFloat16Tensor(Tensor t) => t.to(ScalarType.BFloat16);

    public static Tensor FloatTensor(Tensor t) => t.to(ScalarType.Float32);

    public static Tensor DoubleTensor(Tensor t) => t.to(ScalarType.Float64);

    public static Tensor BoolTensor(Tensor t) => t.to(ScalarType.Bool);

    public partial class Tensor
    {
        /// <summary>Applies a conversion, as in <c>x.type(torch.FloatTensor)</c>.</summary>
        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);
    }
}

// What a Value holds; the numbers are those of host/native/api.h.
namespace TorchSharp;

internal enum Tag
{
    None = 0,
    Tensor = 1,
    Tensors = 2,
    Int = 3,
    Float = 4,
    Bool = 5,
    Ints = 6,
    Floats = 7,
    Bools = 8,
    String = 9,
    Device = 10,
    Generator = 11,
    Default = 12,
    Numbers = 13,
    Complex = 14,

    // Only within a Scalar: Value.Of makes a Complex of it.
    ComplexSingle = 100,
}

// TorchSharp's spelling of making a Scalar or a tensor from a number.
namespace TorchSharp;

/// <summary>Numbers to scalars and tensors.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this bool value) => value;

    public static torch.Tensor ToTensor(this float value) => torch.tensor(value);

    public static torch.Tensor ToTensor(this double value) => torch.tensor(value);

    public static torch.Tensor ToTensor(this int value) => torch.tensor(value);

    public static torch.Tensor ToTensor(this long value) => torch.tensor(value);

    public static torch.Tensor ToTensor(this bool value) => torch.tensor(value);
}

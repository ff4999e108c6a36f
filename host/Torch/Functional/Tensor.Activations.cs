// The activations that take a choice which no operator takes by name alone.
namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor gelu() => nn.functional.gelu(this);

        public Tensor gelu(Modules.GELU.Approximate approximate) => nn.functional.gelu(this, approximate);

        public Tensor gelu_() => nn.functional.gelu(this, Modules.GELU.Approximate.none, inplace: true);

        public Tensor gelu_(Modules.GELU.Approximate approximate) => nn.functional.gelu(this, approximate, inplace: true);
    }
}

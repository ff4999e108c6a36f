// The parts of a complex tensor.
namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A view of the real parts; the tensor itself where it is real. Setting writes them.</summary>
        public Tensor real
        {
            get => Calls.real(this);
            set
            {
                using var parts = Calls.real(this);
                parts.copy_(value);
            }
        }

        /// <summary>A view of the imaginary parts. Setting writes them.</summary>
        public Tensor imag
        {
            get => Calls.imag(this);
            set
            {
                using var parts = Calls.imag(this);
                parts.copy_(value);
            }
        }
    }
}

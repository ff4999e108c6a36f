// The parts of a complex tensor.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>Whether the tensor's memory holds the conjugates of its numbers.</summary>
    public static bool is_conj(Tensor input) => input.is_conj();

    /// <summary>Whether the tensor's memory holds its numbers with the other sign.</summary>
    public static bool is_neg(Tensor input) => input.is_neg();

    public partial class Tensor
    {
        // Not the operators of that name: on their way through the dispatcher they see a tensor that is resolved already.

        /// <summary>Whether the tensor's memory holds the conjugates of its numbers, as after <c>conj</c>.</summary>
        public bool is_conj() => Keep(Info("is_conj")).IsConjugated;

        /// <summary>Whether the tensor's memory holds its numbers with the other sign, as after <c>conj().imag</c>.</summary>
        public bool is_neg() => Keep(Info("is_neg")).IsNegated;

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

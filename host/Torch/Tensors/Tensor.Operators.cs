// Operators between tensors and numbers. Those for int, long, float and double are there so that a literal never means two things.
namespace TorchSharp;

public static partial class torch
{
#pragma warning disable CS0660, CS0661 // == gives a tensor of bools; Equals stays reference equality
    public partial class Tensor
#pragma warning restore CS0660, CS0661
    {
        public static Tensor operator +(Tensor left, Tensor right) => Calls.add_Tensor(left, right, null);

        public static Tensor operator +(Tensor left, Scalar right) => Calls.add_Scalar(left, right, null);

        public static Tensor operator +(Scalar left, Tensor right) => Calls.add_Scalar(right, left, null);

        public static Tensor operator +(Tensor left, int right) => Calls.add_Scalar(left, right, null);

        public static Tensor operator +(Tensor left, long right) => Calls.add_Scalar(left, right, null);

        public static Tensor operator +(Tensor left, float right) => Calls.add_Scalar(left, right, null);

        public static Tensor operator +(Tensor left, double right) => Calls.add_Scalar(left, right, null);

        public static Tensor operator +(int left, Tensor right) => Calls.add_Scalar(right, left, null);

        public static Tensor operator +(long left, Tensor right) => Calls.add_Scalar(right, left, null);

        public static Tensor operator +(float left, Tensor right) => Calls.add_Scalar(right, left, null);

        public static Tensor operator +(double left, Tensor right) => Calls.add_Scalar(right, left, null);

        public static Tensor operator -(Tensor left, Tensor right) => Calls.sub_Tensor(left, right, null);

        public static Tensor operator -(Tensor left, Scalar right) => Calls.sub_Scalar(left, right, null);

        public static Tensor operator -(Scalar left, Tensor right) => Calls.rsub_Scalar(right, left, null);

        public static Tensor operator -(Tensor left, int right) => Calls.sub_Scalar(left, right, null);

        public static Tensor operator -(Tensor left, long right) => Calls.sub_Scalar(left, right, null);

        public static Tensor operator -(Tensor left, float right) => Calls.sub_Scalar(left, right, null);

        public static Tensor operator -(Tensor left, double right) => Calls.sub_Scalar(left, right, null);

        public static Tensor operator -(int left, Tensor right) => Calls.rsub_Scalar(right, left, null);

        public static Tensor operator -(long left, Tensor right) => Calls.rsub_Scalar(right, left, null);

        public static Tensor operator -(float left, Tensor right) => Calls.rsub_Scalar(right, left, null);

        public static Tensor operator -(double left, Tensor right) => Calls.rsub_Scalar(right, left, null);

        public static Tensor operator *(Tensor left, Tensor right) => Calls.mul_Tensor(left, right);

        public static Tensor operator *(Tensor left, Scalar right) => Calls.mul_Scalar(left, right);

        public static Tensor operator *(Scalar left, Tensor right) => Calls.mul_Scalar(right, left);

        public static Tensor operator *(Tensor left, int right) => Calls.mul_Scalar(left, right);

        public static Tensor operator *(Tensor left, long right) => Calls.mul_Scalar(left, right);

        public static Tensor operator *(Tensor left, float right) => Calls.mul_Scalar(left, right);

        public static Tensor operator *(Tensor left, double right) => Calls.mul_Scalar(left, right);

        public static Tensor operator *(int left, Tensor right) => Calls.mul_Scalar(right, left);

        public static Tensor operator *(long left, Tensor right) => Calls.mul_Scalar(right, left);

        public static Tensor operator *(float left, Tensor right) => Calls.mul_Scalar(right, left);

        public static Tensor operator *(double left, Tensor right) => Calls.mul_Scalar(right, left);

        public static Tensor operator /(Tensor left, Tensor right) => Calls.div_Tensor(left, right);

        public static Tensor operator /(Tensor left, Scalar right) => Calls.div_Scalar(left, right);

        public static Tensor operator /(Scalar left, Tensor right) => Inverse(left, right);

        public static Tensor operator /(Tensor left, int right) => Calls.div_Scalar(left, right);

        public static Tensor operator /(Tensor left, long right) => Calls.div_Scalar(left, right);

        public static Tensor operator /(Tensor left, float right) => Calls.div_Scalar(left, right);

        public static Tensor operator /(Tensor left, double right) => Calls.div_Scalar(left, right);

        public static Tensor operator /(int left, Tensor right) => Inverse(left, right);

        public static Tensor operator /(long left, Tensor right) => Inverse(left, right);

        public static Tensor operator /(float left, Tensor right) => Inverse(left, right);

        public static Tensor operator /(double left, Tensor right) => Inverse(left, right);

        public static Tensor operator %(Tensor left, Tensor right) => Calls.remainder_Tensor(left, right);

        public static Tensor operator %(Tensor left, Scalar right) => Calls.remainder_Scalar(left, right);

        public static Tensor operator %(Tensor left, int right) => Calls.remainder_Scalar(left, right);

        public static Tensor operator %(Tensor left, long right) => Calls.remainder_Scalar(left, right);

        public static Tensor operator %(Tensor left, float right) => Calls.remainder_Scalar(left, right);

        public static Tensor operator %(Tensor left, double right) => Calls.remainder_Scalar(left, right);

        public static Tensor operator -(Tensor value) => Calls.neg(value);

        public static Tensor operator ~(Tensor value) => Calls.bitwise_not(value);

        public static Tensor operator &(Tensor left, Tensor right) => Calls.bitwise_and_Tensor(left, right);

        public static Tensor operator |(Tensor left, Tensor right) => Calls.bitwise_or_Tensor(left, right);

        public static Tensor operator ^(Tensor left, Tensor right) => Calls.bitwise_xor_Tensor(left, right);

        public static Tensor operator ==(Tensor left, Tensor right) => Calls.eq_Tensor(left, right);

        public static Tensor operator ==(Tensor left, Scalar right) => Calls.eq_Scalar(left, right);

        public static Tensor operator ==(Scalar left, Tensor right) => Calls.eq_Scalar(right, left);

        public static Tensor operator !=(Tensor left, Tensor right) => Calls.ne_Tensor(left, right);

        public static Tensor operator !=(Tensor left, Scalar right) => Calls.ne_Scalar(left, right);

        public static Tensor operator !=(Scalar left, Tensor right) => Calls.ne_Scalar(right, left);

        public static Tensor operator <(Tensor left, Tensor right) => Calls.lt_Tensor(left, right);

        public static Tensor operator <(Tensor left, Scalar right) => Calls.lt_Scalar(left, right);

        public static Tensor operator <(Scalar left, Tensor right) => Calls.gt_Scalar(right, left);

        public static Tensor operator <=(Tensor left, Tensor right) => Calls.le_Tensor(left, right);

        public static Tensor operator <=(Tensor left, Scalar right) => Calls.le_Scalar(left, right);

        public static Tensor operator <=(Scalar left, Tensor right) => Calls.ge_Scalar(right, left);

        public static Tensor operator >(Tensor left, Tensor right) => Calls.gt_Tensor(left, right);

        public static Tensor operator >(Tensor left, Scalar right) => Calls.gt_Scalar(left, right);

        public static Tensor operator >(Scalar left, Tensor right) => Calls.lt_Scalar(right, left);

        public static Tensor operator >=(Tensor left, Tensor right) => Calls.ge_Tensor(left, right);

        public static Tensor operator >=(Tensor left, Scalar right) => Calls.ge_Scalar(left, right);

        public static Tensor operator >=(Scalar left, Tensor right) => Calls.le_Scalar(right, left);

        public static implicit operator Tensor(byte value) => tensor(value);

        public static implicit operator Tensor(sbyte value) => tensor(value);

        public static implicit operator Tensor(short value) => tensor(value);

        public static implicit operator Tensor(int value) => tensor(value);

        public static implicit operator Tensor(long value) => tensor(value);

        public static implicit operator Tensor(float value) => tensor(value);

        public static implicit operator Tensor(double value) => tensor(value);

        public static implicit operator Tensor(bool value) => tensor(value);

        public static implicit operator Tensor(Half value) => tensor(value);

        public static implicit operator Tensor(BFloat16 value) => tensor(value);

        public static implicit operator Tensor((float Real, float Imaginary) value) => tensor(value);

        public static implicit operator Tensor(System.Numerics.Complex value) => tensor(value);

        public static implicit operator Tensor(byte[] value) => tensor(value);

        public static implicit operator Tensor(sbyte[] value) => tensor(value);

        public static implicit operator Tensor(short[] value) => tensor(value);

        public static implicit operator Tensor(int[] value) => tensor(value);

        public static implicit operator Tensor(long[] value) => tensor(value);

        public static implicit operator Tensor(float[] value) => tensor(value);

        public static implicit operator Tensor(double[] value) => tensor(value);

        public static implicit operator Tensor(bool[] value) => tensor(value);

        public static implicit operator Tensor((float Real, float Imaginary)[] value) => tensor(value);

        public static implicit operator Tensor(System.Numerics.Complex[] value) => tensor(value);

        public static implicit operator Tensor(Scalar value) => tensor(value);

        // Makes a number fit Scalar? better than Tensor? where an operator takes either.
        public static implicit operator Tensor?(Scalar? value) => value is { } given ? tensor(given) : null;

        private static Tensor Inverse(Scalar left, Tensor right)
        {
            using var reciprocal = Calls.reciprocal(right);
            return Calls.mul_Scalar(reciprocal, left);
        }
    }
}

// Tensors as text: a line that says what it is, and the values in one of three styles.
using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>What the tensor is: "[2x3], type = Float32, device = cpu".</summary>
        public override string ToString()
        {
            if (IsInvalid)
                return "a disposed tensor";
            return $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
        }

        /// <summary>The values too when <paramref name="withData"/> is true.</summary>
        public string ToString(bool withData, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            withData ? ToString(TensorStringStyle.Default, fltFormat, width, cultureInfo, newLine) : ToString();

        /// <summary>The tensor in a style; what is null is as <see cref="set_printoptions(TensorStringStyle?, string?, int?, string?, int?, int?)"/> set it.</summary>
        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null)
        {
            if (style == TensorStringStyle.Default)
                style = torch.TensorStringStyle;
            if (style == TensorStringStyle.Metadata || device_type == DeviceType.META)
                return ToString();
            using var scope = NewDisposeScope();
            using var grad = no_grad();
            var text = new TensorText(this, style, fltFormat ?? PrintFormat, width ?? PrintWidth, cultureInfo ?? CultureInfo.CurrentCulture, newLine ?? PrintNewLine);
            return text.Write();
        }
    }
}

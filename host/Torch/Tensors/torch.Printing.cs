// Settings for tensors as text.
using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public const TensorStringStyle julia = TensorStringStyle.Julia;
    public const TensorStringStyle numpy = TensorStringStyle.Numpy;
    public const TensorStringStyle csharp = TensorStringStyle.CSharp;

    private static TensorStringStyle s_style = TensorStringStyle.Julia;

    /// <summary>The style of str, print and ToString where none is named.</summary>
    public static TensorStringStyle TensorStringStyle
    {
        get => s_style;
        set => s_style = value != TensorStringStyle.Default
            ? value : throw new ArgumentException("TensorStringStyle: Default stands for this setting and cannot be its value.", nameof(value));
    }

    internal static string PrintFormat { get; private set; } = "g5";

    internal static string PrintNewLine { get; private set; } = Environment.NewLine;

    internal static int PrintWidth { get; private set; } = 100;

    internal static int PrintRows { get; private set; } = 6;

    internal static int PrintColumns { get; private set; } = 6;

    /// <summary>Digits after the point, and how much of a large tensor is shown.</summary>
    public static void set_printoptions(int precision, int? linewidth = null, string? newLine = null, bool sci_mode = false, int? maxRows = null, int? maxColumns = null) =>
        set_printoptions(null, (sci_mode ? "E" : "F") + precision.ToString(CultureInfo.InvariantCulture), linewidth, newLine, maxRows, maxColumns);

    /// <summary>What is null stays as it is.</summary>
    public static void set_printoptions(TensorStringStyle? style = null, string? floatFormat = null, int? linewidth = null, string? newLine = null, int? maxRows = null, int? maxColumns = null)
    {
        if (style is { } look)
            TensorStringStyle = look;
        PrintFormat = floatFormat ?? PrintFormat;
        PrintWidth = linewidth ?? PrintWidth;
        PrintNewLine = newLine ?? PrintNewLine;
        PrintRows = maxRows ?? PrintRows;
        PrintColumns = maxColumns ?? PrintColumns;
    }
}

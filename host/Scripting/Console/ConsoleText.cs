// How a console shows a value.
using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis.CSharp.Scripting.Hosting;
using TorchSharp;

namespace PluginHost.Scripting;

/// <summary>How a console shows a value: tensors with their shape and figures, rows of records as a table, everything else as C# writes it.</summary>
public static class ConsoleText
{
    private const int RowsShown = 200, ElementsShown = 100, WidestCell = 60;

    /// <summary>A value as text; may be several lines.</summary>
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => text,
        torch.Tensor tensor => Tensor(tensor),
        double or float => ((IFormattable)value).ToString("G6", CultureInfo.InvariantCulture),
        TensorMap map => Table(["Name", "Tensor"], map.Select(pair => new[] { pair.Key, Short(pair.Value) })),
        IDictionary pairs => Table(["Key", "Value"], Pairs(pairs)),
        IEnumerable rows when Key(value.GetType()) is { } pair => Table(["Key", "Value"], rows.Cast<object>().Select(row => new[] { Cell(pair.Key.GetValue(row)), Cell(pair.Value.GetValue(row)) })),
        IEnumerable rows and not string when Record(value.GetType()) is { } columns =>
            Table([.. columns.Select(column => column.Name)], rows.Cast<object>().Select(row => columns.Select(column => Cell(column.GetValue(row))).ToArray())),
        _ when IsRecord(value.GetType()) => value.ToString()!,
        IEnumerable<string> lines => string.Join('\n', lines.Take(RowsShown)),
        _ => CSharpObjectFormatter.Instance.FormatObject(value, new Microsoft.CodeAnalysis.Scripting.Hosting.PrintOptions { MaximumOutputLength = 4000 }),
    };

    private static string Tensor(torch.Tensor tensor)
    {
        if (tensor.IsInvalid) return "a tensor that is disposed of";
        var text = new StringBuilder(Short(tensor));
        if (tensor.numel() > 1 && !torch.is_complex(tensor))
        {
            using var scope = torch.NewDisposeScope();
            var numbers = tensor.detach().to(torch.ScalarType.Float64);
            text.Append(CultureInfo.InvariantCulture, $"  mean {numbers.mean().ToDouble():G6}  std {numbers.std(unbiased: false).ToDouble():G6}  min {numbers.min().ToDouble():G6}  max {numbers.max().ToDouble():G6}  norm {numbers.norm().ToDouble():G6}");
            var unfit = numbers.numel() - numbers.isfinite().sum().ToInt64();
            if (unfit > 0) text.Append(CultureInfo.InvariantCulture, $"  {unfit} not finite");
        }

        if (tensor.numel() is > 1 and <= ElementsShown) text.Append('\n').Append(tensor.detach().cpu().ToString(TensorStringStyle.Julia, "g5", 100, CultureInfo.InvariantCulture).Split('\n', 2) is [_, var elements] ? elements.TrimEnd() : "");
        return text.ToString();
    }

    private static string Short(torch.Tensor tensor) => tensor.IsInvalid ? "disposed of"
        : $"{tensor.dtype.ToString().ToLowerInvariant()}[{string.Join(", ", tensor.shape)}]{(tensor.device.type == DeviceType.CPU ? "" : $" on {tensor.device}")}"
            + (tensor.numel() == 1 && !torch.is_complex(tensor) ? " " + tensor.ToDouble().ToString("G6", CultureInfo.InvariantCulture) : "");

    private static string Cell(object? value) => value switch
    {
        null => "",
        string text => text,
        bool truth => truth ? "yes" : "no",
        double or float => ((IFormattable)value).ToString("G4", CultureInfo.InvariantCulture),
        torch.Tensor tensor => Short(tensor),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => CSharpObjectFormatter.Instance.FormatObject(value),
    };

    private static IEnumerable<string[]> Pairs(IDictionary pairs)
    {
        foreach (DictionaryEntry pair in pairs) yield return [Cell(pair.Key), Cell(pair.Value)];
    }

    private static Type? Element(Type type) => type.GetInterfaces().Append(type).FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private static (PropertyInfo Key, PropertyInfo Value)? Key(Type type) =>
        Element(type) is { IsGenericType: true } element && element.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) ? (element.GetProperty("Key")!, element.GetProperty("Value")!) : null;

    // Records, anonymous ones too: types that compare by what is in them.
    private static PropertyInfo[]? Record(Type type) =>
        Element(type) is { } element && IsRecord(element)
            ? [.. element.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.GetIndexParameters().Length == 0)]
            : null;

    private static bool IsRecord(Type type) => type.IsClass && (type.GetMethod("<Clone>$") is not null || type.Name.StartsWith("<>f__Anonymous", StringComparison.Ordinal));

    private static string Table(string[] titles, IEnumerable<string[]> rows)
    {
        var all = rows.Take(RowsShown + 1).ToList();
        var more = all.Count > RowsShown;
        if (more) all.RemoveAt(RowsShown);
        string[][] lines = [titles, .. all.Select(row => Array.ConvertAll(row, cell => cell.ReplaceLineEndings(" ") is { Length: > WidestCell } wide ? wide[..(WidestCell - 1)] + "…" : cell.ReplaceLineEndings(" ")))];
        var widths = titles.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        var text = string.Join('\n', lines.Select(line => string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
        return all.Count == 0 ? $"{text}\n(nothing)" : more ? $"{text}\n…" : text;
    }
}

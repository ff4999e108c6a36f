// What the three emitters share: how schema types read in C#.
using System.Globalization;

namespace PluginHost.TorchGenerator;

/// <summary>Writes the C# members for one schema.</summary>
public abstract class Emitter
{
    private static readonly HashSet<string> Keywords = ["out", "base", "params", "in", "ref", "string", "int", "long", "float", "double", "bool", "byte", "char", "short", "this", "lock", "is", "as", "fixed", "checked", "operator", "object", "decimal", "else", "event", "default", "implicit", "explicit"];

    public abstract IEnumerable<string> Emit(Schema schema);

    protected static string Escape(string name) => Keywords.Contains(name) ? "@" + name : name;

    protected static string NameOf(Schema schema, SchemaParameter parameter)
    {
        if (parameter.Name == "self")
            return Escape(schema.Renamed.GetValueOrDefault("self", "input"));
        return Escape(schema.Renamed.GetValueOrDefault(parameter.Name, parameter.Name));
    }

    // The C# type of a parameter; a list of integers is a span, so that arrays, collection expressions and stack memory all do.
    protected static string TypeOf(SchemaParameter parameter) => parameter.Type switch
    {
        "Tensor" => "Tensor",
        "Tensor?" => "Tensor?",
        "Tensor[]" => "IReadOnlyList<Tensor>",
        "Tensor?[]" => "IReadOnlyList<Tensor?>",
        "int" => "long",
        "int?" => "long?",
        "int[]" or "int[]?" => "ReadOnlySpan<long>",
        "float" => "double",
        "float?" => "double?",
        "float[]" or "float[]?" => "ReadOnlySpan<double>",
        "Scalar" => parameter.Default is null ? "Scalar" : "Scalar?",
        "Scalar?" => "Scalar?",
        "Scalar[]" => "ReadOnlySpan<Scalar>",
        "bool" => "bool",
        "bool?" => "bool?",
        "bool[]" => "ReadOnlySpan<bool>",
        "str" => "string",
        "str?" => "string?",
        "ScalarType" => "ScalarType",
        "ScalarType?" => "ScalarType?",
        "Device?" or "Device" => "Device?",
        "Layout?" or "Layout" => "layout?",
        "MemoryFormat?" or "MemoryFormat" => "memory_format?",
        "Generator?" => "Generator?",
        _ => throw new InvalidDataException($"operators.txt uses the type {parameter.Type} (parameter {parameter.Name}), which the generator does not know."),
    };

    protected static string? DefaultOf(SchemaParameter parameter)
    {
        if (parameter.Default is not { } text)
            return null;
        return parameter.Type switch
        {
            _ when text == "None" => parameter.Type.StartsWith("int[]", StringComparison.Ordinal) ? "default" : "null",
            "int" or "int?" => text.StartsWith("long_max", StringComparison.Ordinal) ? "long.MaxValue" : Reduction(text),
            "float" or "float?" => Real(text),
            "bool" or "bool?" => text.ToLowerInvariant(),
            "str" or "str?" => text.Replace('\'', '"'),
            "Scalar" => "null",
            "int[]" => "default",
            _ => "null",
        };
    }

    private static string Reduction(string text) => text == "Mean" ? "1" : text;

    private static string Real(string text) => double.Parse(text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);

    protected static string ResultType(Schema schema)
    {
        if (schema.Results.Count == 0)
            return "void";
        if (schema.Results.Count > 1)
        {
            var parts = schema.Results.Select((r, i) => SingleResult(r) + " " + Escape(schema.Renamed.GetValueOrDefault("result" + i, r.Name.Length > 0 ? schema.Renamed.GetValueOrDefault(r.Name, r.Name) : "result" + i)));
            return "(" + string.Join(", ", parts) + ")";
        }
        return SingleResult(schema.Results[0]);
    }

    private static string SingleResult(SchemaParameter result) => result.Type switch
    {
        "Tensor" => "Tensor",
        "Tensor[]" => "Tensor[]",
        "bool" => "bool",
        "int" => "long",
        "float" => "double",
        "ScalarType" => "ScalarType",
        _ => throw new InvalidDataException($"operators.txt has a result of type {result.Type}, which the generator does not know."),
    };

    protected static IEnumerable<SchemaParameter> Visible(Schema schema) => schema.Parameters.Where(p => !schema.Hidden.Contains(p.Name));

    // Declarations after the leading ones; a trailing list of integers without a default takes separate numbers too.
    protected static string Declare(Schema schema, IReadOnlyList<SchemaParameter> parameters, Form form)
    {
        var parts = new List<string>();
        for (var i = 0; i < parameters.Count; i++)
        {
            var parameter = parameters[i];
            var isSingle = form.Single == parameter.Name;
            var type = isSingle ? form.Type : TypeOf(parameter);
            var value = isSingle ? null : DefaultOf(parameter);
            // C# wants parameters with a default last.
            if (value is not null && parameters.Skip(i + 1).Any(p => p.Default is null))
                value = null;
            var prefix = i == parameters.Count - 1 && type == "ReadOnlySpan<long>" && value is null ? "params " : "";
            parts.Add(prefix + type + " " + NameOf(schema, parameter) + (value is null ? "" : " = " + value));
        }
        return string.Join(", ", parts);
    }

    /// <summary>One way to declare a member: the parameter named <c>Single</c> is one number of the type <c>Type</c>.</summary>
    protected readonly record struct Form(string? Single, string Type);

    // sum(1) beside sum([1, 2]): a list named dim may be given as one number. A form with int is there where another overload takes an
    // element type in the same place, because the literal 0 converts to an enum as well as to long.
    protected static IEnumerable<Form> Forms(IReadOnlyList<SchemaParameter> parameters)
    {
        var position = -1;
        for (var i = 0; i < parameters.Count; i++)
            if (parameters[i].Type is "int[]" or "int[]?" && parameters[i].Name is "dim" or "dims")
                position = i;
        if (position < 0 || position == parameters.Count - 1)
        {
            yield return default;
            if (parameters.FirstOrDefault(p => p is { Type: "int", Name: "dim", Default: null }) is { } dim && parameters.Any(p => p.Type == "ScalarType?"))
                yield return new Form(dim.Name, "int");
            yield break;
        }
        yield return default;
        yield return new Form(parameters[position].Name, "long");
        if (parameters.Any(p => p.Type == "ScalarType?"))
            yield return new Form(parameters[position].Name, "int");
    }

    protected static string Argument(Schema schema, SchemaParameter parameter, Form form)
    {
        var name = NameOf(schema, parameter);
        return form.Single == parameter.Name && parameter.Type.StartsWith("int[]", StringComparison.Ordinal) ? "[" + name + "]" : name;
    }

    protected static string Summary(Schema schema) => $"/// <summary><c>{schema.FullName}</c>.</summary>\n";
}

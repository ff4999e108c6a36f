// One operator schema of libtorch, parsed from the text that libtorch prints, with the notes that follow it in operators.txt.
namespace PluginHost.TorchGenerator;

/// <summary>A parameter as the schema has it; <c>Default</c> is null where the schema has none.</summary>
public sealed record SchemaParameter(string Type, string Name, string? Default)
{
    public bool IsOptional => Type.EndsWith('?');
}

/// <summary>Line format: <c>schema | as NAME; static; method; self=input; hide p q</c>, the notes all optional.</summary>
public sealed class Schema
{
    public required string FullName { get; init; }
    public required IReadOnlyList<SchemaParameter> Parameters { get; init; }
    public required IReadOnlyList<SchemaParameter> Results { get; init; }
    public required string Name { get; init; }
    public bool OnlyStatic { get; init; }
    public bool OnlyMethod { get; init; }
    public bool OnlyInternal { get; init; }
    public HashSet<string> Hidden { get; init; } = [];
    public Dictionary<string, string> Renamed { get; init; } = [];

    public string Identifier => FullName["aten::".Length..].Replace('.', '_').Replace(':', '_');
    public bool IsInPlace => Name.EndsWith('_') && Parameters is [{ Type: "Tensor" }, ..];

    public static Schema Parse(string line)
    {
        var bar = line.IndexOf('|');
        var text = (bar < 0 ? line : line[..bar]).Trim();
        var notes = bar < 0 ? [] : line[(bar + 1)..].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        var open = text.IndexOf('(');
        var arrow = text.LastIndexOf("->", StringComparison.Ordinal);
        var fullName = text[..open];
        var name = fullName["aten::".Length..].Split('.')[0];
        var schema = new Schema
        {
            FullName = fullName,
            Parameters = [.. Split(text[(open + 1)..text.LastIndexOf(')', arrow)]).Where(p => p != "*").Select(ParseParameter)],
            Results = ParseResults(text[(arrow + 2)..].Trim()),
            Name = notes.FirstOrDefault(n => n.StartsWith("as ", StringComparison.Ordinal))?[3..].Trim() ?? name,
            OnlyStatic = notes.Contains("static"),
            OnlyMethod = notes.Contains("method"),
            OnlyInternal = notes.Contains("internal"),
        };
        foreach (var note in notes)
        {
            if (note.StartsWith("hide ", StringComparison.Ordinal))
                schema.Hidden.UnionWith(note[5..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
            if (note.Split('=') is [var from, var to])
                schema.Renamed[from.Trim()] = to.Trim();
        }
        return schema;
    }

    private static List<SchemaParameter> ParseResults(string text)
    {
        if (text.StartsWith('('))
            text = text[1..^1];
        return [.. Split(text).Select(ParseParameter)];
    }

    // "Tensor(a!) self", "int[2] stride=1", "ScalarType? dtype=None", "str approximate=\"none\"", "Tensor"
    private static SchemaParameter ParseParameter(string text)
    {
        string? value = null;
        var equals = text.IndexOf('=');
        if (equals >= 0)
            (text, value) = (text[..equals], text[(equals + 1)..]);
        var type = new System.Text.StringBuilder();
        var depth = 0;
        var position = 0;
        for (; position < text.Length; position++)
        {
            if (text[position] == '(')
                depth++;
            else if (text[position] == ')')
                depth--;
            else if (depth == 0 && text[position] == ' ')
                break;
            else if (depth == 0)
                type.Append(text[position]);
        }
        var plain = System.Text.RegularExpressions.Regex.Replace(type.ToString(), @"\[\d+\]", "[]").Replace("SymInt", "int");
        return new SchemaParameter(plain, text[position..].Trim(), value);
    }

    private static IEnumerable<string> Split(string text)
    {
        var depth = 0;
        var quoted = false;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                quoted = !quoted;
            else if (text[i] is '(' or '[')
                depth++;
            else if (text[i] is ')' or ']')
                depth--;
            else if (text[i] == ',' && depth == 0 && !quoted)
            {
                yield return text[start..i].Trim();
                start = i + 1;
            }
        }
        if (text[start..].Trim().Length > 0)
            yield return text[start..].Trim();
    }
}

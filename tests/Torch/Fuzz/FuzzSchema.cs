// What an operator takes, read from its schema's text.
namespace PluginHost.Tests.Torch;

/// <summary>A parameter of a schema: "int[2]? stride=None" has the type "int[2]", is optional, is a list.</summary>
internal sealed record FuzzParameter(string Type, string Name, bool Optional, bool List, bool HasDefault);

/// <summary>An operator's name and its parameters in order.</summary>
internal sealed record FuzzSchema(string Name, IReadOnlyList<FuzzParameter> Parameters)
{
    /// <summary>Reads a schema as libtorch prints it: "aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor".</summary>
    public static FuzzSchema Parse(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var parameters = new List<FuzzParameter>();
        var depth = 0;
        var quoted = false;
        var start = open + 1;
        for (var i = open + 1; i < text.Length; i++)
        {
            quoted ^= text[i] == '"';
            if (quoted)
                continue;
            if (text[i] is ',' or ')' && depth == 0)
            {
                if (Parameter(text[start..i].Trim()) is { } parameter)
                    parameters.Add(parameter);
                start = i + 1;
                if (text[i] == ')')
                    break;
            }
            else if (text[i] is '(' or '[')
            {
                depth++;
            }
            else if (text[i] is ')' or ']')
            {
                depth--;
            }
        }
        return new FuzzSchema(text[..open], parameters);
    }

    private static FuzzParameter? Parameter(string text)
    {
        // "..." takes any number of arguments of any kind; none is given.
        if (text is "" or "*" or "...")
            return null;
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var declared = (equals < 0 ? text : text[..equals]).TrimEnd();
        var space = declared.LastIndexOf(' ');
        var type = declared[..space];
        // "Tensor(a! -> )", "Tensor(a!)[]": what is aliased says nothing of what may be given.
        for (var open = type.IndexOf('(', StringComparison.Ordinal); open >= 0 && !type.StartsWith("Dict", StringComparison.Ordinal); open = type.IndexOf('(', StringComparison.Ordinal))
            type = type.Remove(open, type.IndexOf(')', open) + 1 - open);
        var optional = type.EndsWith('?');
        type = type.TrimEnd('?');
        var bracket = type.IndexOf('[', StringComparison.Ordinal);
        var element = bracket < 0 ? type : type[..bracket];
        return new FuzzParameter(element, declared[(space + 1)..], optional, bracket >= 0, equals >= 0);
    }
}

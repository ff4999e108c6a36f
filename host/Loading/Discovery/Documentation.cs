// Doc comments from the XML file that lies beside an assembly.
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PluginHost.Loading.Discovery;

/// <summary>Summaries by documentation id, as plain text.</summary>
internal sealed partial class Documentation
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);

    /// <summary>Reads a file; an absent one has no summaries.</summary>
    public Documentation(string file)
    {
        if (!File.Exists(file)) return;
        foreach (var member in XDocument.Load(file).Descendants("member"))
            if (member.Attribute("name")?.Value is { } id) _members[id] = member;
    }

    /// <summary>The summary of a type or member, or null.</summary>
    /// <param name="id">Its id, as in <c>P:Acme.LoraOptions.Rank</c>.</param>
    public string? Summary(string id)
    {
        if (_members.TryGetValue(id, out var member)) return Text(member.Element("summary"));
        if (!id.StartsWith("P:", StringComparison.Ordinal)) return null;
        // A positional record documents its properties as parameters of the type.
        var dot = id.LastIndexOf('.');
        return _members.TryGetValue("T:" + id[2..dot], out var type)
            ? Text(type.Elements("param").FirstOrDefault(parameter => parameter.Attribute("name")?.Value == id[(dot + 1)..]))
            : null;
    }

    private static string? Text(XElement? element)
    {
        if (element is null) return null;
        var text = new StringBuilder();
        Append(text, element);
        var plain = Space().Replace(text.ToString(), " ").Trim();
        return plain.Length == 0 ? null : plain;
    }

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText words) text.Append(words.Value);
            else if (node is XElement { IsEmpty: true } reference) text.Append(Referred(reference));
            else if (node is XElement inner) Append(text, inner);
        }
    }

    private static string Referred(XElement reference)
    {
        if (reference.Attribute("name")?.Value is { } parameter) return parameter;
        if (reference.Attribute("langword")?.Value is { } word) return word;
        var target = reference.Attribute("cref")?.Value ?? reference.Attribute("href")?.Value ?? "";
        target = target.Split('(')[0];
        return target[(target.LastIndexOfAny([':', '.']) + 1)..];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

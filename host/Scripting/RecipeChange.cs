// What is different between a recipe that runs and its files as they are now, read off the texts: nothing of the new ones is run.
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PluginHost.Scripting;

/// <summary>How a recipe's files differ from what runs.</summary>
/// <param name="Texts">The files now, by absolute path.</param>
/// <param name="Values">The values of <c>Live("name", value)</c> that are others now.</param>
/// <param name="Others">What else is different, a phrase a file; empty where nothing is.</param>
public sealed record RecipeChange(IReadOnlyDictionary<string, string> Texts, IReadOnlyList<KeyValuePair<string, JsonNode>> Values, IReadOnlyList<string> Others)
{
    /// <summary>Compares. Comments and the way of writing count for nothing.</summary>
    /// <param name="path">The script.</param>
    /// <param name="before">The texts that run, by absolute path.</param>
    /// <exception cref="RecipeException">A file cannot be read, or a directive asks for what is not done.</exception>
    public static RecipeChange Of(string path, IReadOnlyDictionary<string, string> before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return Compare(before, RecipeSource.Read(path).Texts);
    }

    // Apart, so that the compiler is loaded when a recipe has changed and not before.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static RecipeChange Compare(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now)
    {
        var (values, others) = (new List<KeyValuePair<string, JsonNode>>(), new List<string>());
        foreach (var path in before.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            if (!before.TryGetValue(path, out var old)) others.Add($"{path} is loaded now");
            else if (!now.TryGetValue(path, out var text)) others.Add($"{path} is loaded no more");
            else if (old != text)
            {
                var (was, known) = Read(old);
                var (skeleton, found) = Read(text);
                values.AddRange(found.Where(pair => known.TryGetValue(pair.Key, out var earlier) && !JsonNode.DeepEquals(earlier, pair.Value)));
                if (was != skeleton) others.Add($"{path}, line {FirstDifference(old, text).ToString(CultureInfo.InvariantCulture)}");
            }
        }

        return new RecipeChange(now, values, others);
    }

    /// <summary>A text without its live values, and these by name; of a name that is given twice, the first.</summary>
    private static (string Skeleton, Dictionary<string, JsonNode> Values) Read(string text)
    {
        var root = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(kind: SourceCodeKind.Script)).GetRoot();
        var values = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        var literals = new List<ExpressionSyntax>();
        foreach (var call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression is not SimpleNameSyntax { Identifier.ValueText: nameof(Recipe.Live) } || call.ArgumentList.Arguments is not [var name, var initial]) continue;
            if (name.Expression is not LiteralExpressionSyntax { Token.Value: string key } || Constant(initial.Expression) is not { } value) continue;
            values.TryAdd(key, value);
            literals.Add(initial.Expression);
        }

        var bare = root.ReplaceNodes(literals, (_, _) => SyntaxFactory.IdentifierName("live"));
        var directives = bare.DescendantTrivia().Where(trivia => trivia.IsDirective).Select(trivia => trivia.ToString().Trim());
        return (string.Join(' ', bare.DescendantTokens().Select(token => token.Text)) + string.Join('\n', directives), values);
    }

    private static JsonNode? Constant(ExpressionSyntax expression) => expression switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: LiteralExpressionSyntax { Token.Value: { } number } } => number switch
        {
            int whole => JsonValue.Create(-whole),
            long whole => JsonValue.Create(-whole),
            float real => JsonValue.Create(-(double)real),
            double real => JsonValue.Create(-real),
            _ => null,
        },
        LiteralExpressionSyntax { Token.Value: { } value } => value switch
        {
            int whole => JsonValue.Create(whole),
            long whole => JsonValue.Create(whole),
            float real => JsonValue.Create((double)real),
            double real => JsonValue.Create(real),
            string word => JsonValue.Create(word),
            bool truth => JsonValue.Create(truth),
            _ => null,
        },
        _ => null,
    };

    private static int FirstDifference(string old, string text)
    {
        var (before, now) = (old.Split('\n'), text.Split('\n'));
        var line = 0;
        while (line < before.Length && line < now.Length && before[line] == now[line]) line++;
        return line + 1;
    }
}

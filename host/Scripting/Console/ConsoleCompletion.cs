// What could stand at a place in a console's line.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PluginHost.Scripting;

/// <summary>What could stand at a place in a console's line.</summary>
/// <param name="Start">Where the word begins that a proposal replaces, in characters.</param>
/// <param name="Words">The proposals that begin with what stands there already.</param>
public sealed record ConsoleCompletion(int Start, IReadOnlyList<string> Words)
{
    internal static ConsoleCompletion At(CSharpCompilation compilation, int position, IReadOnlyDictionary<string, IReadOnlyList<string>> names)
    {
        var tree = compilation.SyntaxTrees.Single();
        var text = tree.ToString();
        var token = position == 0 ? default : tree.GetRoot().FindToken(position - 1);
        if (token.IsKind(SyntaxKind.StringLiteralToken) && token.SpanStart < position) return InQuotes(token, text, position, names);
        var start = position;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(text[start - 1])) start--;
        var word = text[start..position];
        var model = compilation.GetSemanticModel(tree);
        var before = start == 0 ? default : tree.GetRoot().FindToken(start - 1);
        var symbols = before.IsKind(SyntaxKind.DotToken) ? Members(model, before, start) : model.LookupSymbols(start);
        return new ConsoleCompletion(start,
        [
            .. symbols.Where(symbol => symbol.CanBeReferencedByName && symbol is not IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.ReducedExtension or MethodKind.LocalFunction) })
                .Where(symbol => symbol.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase) && symbol.Name[0] != '<')
                // What the run has and what earlier lines declared comes before the types of all namespaces.
                .OrderBy(symbol => symbol is INamespaceOrTypeSymbol).ThenBy(symbol => symbol.Name, StringComparer.OrdinalIgnoreCase)
                .Select(symbol => symbol.Name).Distinct(StringComparer.Ordinal),
        ]);
    }

    private static IEnumerable<ISymbol> Members(SemanticModel model, SyntaxToken dot, int position)
    {
        var left = dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax qualified => (ExpressionSyntax)qualified.Left,
            MemberBindingExpressionSyntax { Parent.Parent: ConditionalAccessExpressionSyntax conditional } => conditional.Expression,
            _ => null,
        };
        if (left is null) return [];
        var symbol = model.GetSymbolInfo(left).Symbol;
        if (symbol is INamespaceSymbol space) return model.LookupNamespacesAndTypes(position, space);
        // A type's own members after its name, a value's after a value.
        if (symbol is ITypeSymbol type) return model.LookupStaticMembers(position, type);
        return model.GetTypeInfo(left).Type is { } of
            ? model.LookupSymbols(position, of, includeReducedExtensionMethods: true).Where(member => !member.IsStatic || member is IMethodSymbol { MethodKind: MethodKind.ReducedExtension })
            : [];
    }

    // The name of a parameter or of a module, as the first argument of a member that takes one.
    private static ConsoleCompletion InQuotes(SyntaxToken token, string text, int position, IReadOnlyDictionary<string, IReadOnlyList<string>> names)
    {
        var start = token.SpanStart + 1;
        if (token.Parent?.FirstAncestorOrSelf<InvocationExpressionSyntax>()?.Expression is not { } called) return new ConsoleCompletion(position, []);
        var member = called is MemberAccessExpressionSyntax access ? access.Name.Identifier.Text : called.ToString();
        var word = text[start..position];
        return new ConsoleCompletion(start, names.TryGetValue(member, out var known) ? [.. known.Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))] : []);
    }
}

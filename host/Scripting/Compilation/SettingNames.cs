// The settings that a script asks for, read off its text.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PluginHost.Scripting.Compilation;

/// <summary>The settings that a script and what it loads ask for, so that a misspelt <c>--set</c> is refused before anything runs.</summary>
internal static class SettingNames
{
    /// <summary>The names, in the order in which the script first asks for them; null when one is no constant.</summary>
    public static IReadOnlyList<string>? Of(Microsoft.CodeAnalysis.Compilation compilation)
    {
        var names = new List<string>();
        foreach (var tree in compilation.SyntaxTrees.OrderBy(tree => tree.FilePath, StringComparer.Ordinal))
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var mention in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Where(name => name.Identifier.ValueText == nameof(Recipe.Setting)))
            {
                if (model.GetSymbolInfo(mention).Symbol is not IMethodSymbol { ContainingType.Name: nameof(Recipe) } method) continue;
                if (Name(mention, method, model) is not { } name) return null;
                if (!names.Contains(name)) names.Add(name);
            }
        }

        return names;
    }

    private static string? Name(SimpleNameSyntax mention, IMethodSymbol method, SemanticModel model)
    {
        // Without a call it is handed on as a delegate, and whoever has it computes the names.
        if (mention.Parent is not InvocationExpressionSyntax call || call.Expression != mention) return null;
        var arguments = call.ArgumentList.Arguments;
        var argument = arguments.FirstOrDefault(candidate => candidate.NameColon?.Name.Identifier.ValueText == method.Parameters[0].Name)
            ?? arguments.FirstOrDefault(candidate => candidate.NameColon is null);
        return argument is not null && model.GetConstantValue(argument.Expression) is { HasValue: true, Value: string name } ? name : null;
    }
}

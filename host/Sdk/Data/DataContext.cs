// What the factory of a dataset or a transform is given.
namespace PluginHost;

/// <summary>What the factory of a dataset or a transform is given.</summary>
public sealed class DataContext : BuildContext
{
    /// <summary>The tokenizer of the stage; null when it has none.</summary>
    public Tokenizer? Tokenizer { get; init; }

    /// <summary>The tokenizer of the stage.</summary>
    /// <param name="component">Who asks, for the error.</param>
    /// <exception cref="RecipeException">The stage has none.</exception>
    public Tokenizer RequireTokenizer(string component) => Tokenizer
        ?? throw new RecipeException($"{component} needs a tokenizer, and the stage has none. Add one, such as .Tokenizer(\"bytes\"), before .Data(...).");
}

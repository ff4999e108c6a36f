// How many tokens a model has: what its options say, or what the tokenizer has.
namespace PluginHost.TextModels;

/// <summary>How many tokens a model has.</summary>
internal static class Vocabulary
{
    /// <summary>The size that the options give, or else the tokenizer's.</summary>
    /// <exception cref="RecipeException">There is neither.</exception>
    public static int Size(int? option, ModelContext context, string architecture) => option
        ?? context.Tokenizer?.VocabularySize
        ?? throw new RecipeException($"model \"{architecture}\": Vocabulary is not given, and the stage has no tokenizer to take it from. "
            + "Add one, such as .Tokenizer(\"bytes\"), or set Vocabulary.");
}

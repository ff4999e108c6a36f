// config.json of the bag of tokens, both ways.
using System.Text.Json.Nodes;
using PluginHost.Layers;

namespace PluginHost.TextModels;

/// <summary><c>config.json</c> of the type <c>bag-of-tokens</c>; a format of this project's own.</summary>
internal static class BagOfTokensConfig
{
    /// <summary>The options that a file describes.</summary>
    public static BagOfTokensOptions Read(JsonObject file)
    {
        var config = new HuggingFaceConfig(file);
        var weighting = config.String("weighting", nameof(TokenWeighting.Normalized));
        return new BagOfTokensOptions
        {
            Vocabulary = config.Int("vocab_size"),
            Weighting = Enum.TryParse<TokenWeighting>(weighting, ignoreCase: true, out var known)
                ? known
                : throw new RecipeException($"config.json: \"weighting\" is \"{weighting}\"; it has to be one of {string.Join(", ", Enum.GetNames<TokenWeighting>())}."),
        };
    }

    /// <summary>What a file says.</summary>
    public static JsonObject Write(BagOfTokensOptions options, int vocabulary) => new()
    {
        ["model_type"] = "bag-of-tokens",
        ["vocab_size"] = vocabulary,
        ["weighting"] = options.Weighting.ToString().ToLowerInvariant(),
    };
}

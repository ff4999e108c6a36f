// The family of text datasets and what turns text into ids.
using PluginHost;
using PluginHost.TextData;

[assembly: Plugin("text-data", Sdk = "1", Author = "PluginHost", Description = "Text from files: streams, labelled rows, snippets, bytes as tokens.")]
[assembly: Provides(Kind.Dataset, "text", typeof(TextOptions), Summary = "Files as one long stream of tokens, cut into rows.")]
[assembly: Provides(Kind.Dataset, "snippets", typeof(SnippetsOptions), Summary = "Pieces of files, labelled with the kind of file that they are from.")]
[assembly: Provides(Kind.Dataset, "tsv", typeof(TsvOptions), Summary = "Labelled text, one row a line, columns separated by tabs.")]
[assembly: Provides(Kind.Tokenizer, "bytes", typeof(NoOptions), Format = BytesTokenizer.FileClass, Summary = "Every byte of UTF-8 is an id: 256 of them.")]
[assembly: Provides(Kind.Transform, "tokenize", typeof(TokenizeOptions), Summary = "Turns a row's text into ids, cuts them to a length and pads batches.")]

namespace PluginHost.TextData;

/// <summary>Text datasets and what turns text into ids.</summary>
public sealed class TextDataPlugin : IPlugin, IVerifiable
{
    /// <inheritdoc/>
    public void Register(IRegistry registry)
    {
        registry.Dataset<TextOptions>("text", Text.Read);
        registry.Dataset<SnippetsOptions>("snippets", Snippets.Read);
        registry.Dataset<TsvOptions>("tsv", Tsv.Read);
        registry.Tokenizer<NoOptions>("bytes", (_, _) => new BytesTokenizer(), BytesTokenizer.ReadConfig);
        registry.Transform<TokenizeOptions>("tokenize", (options, context) => new Tokenize(options, context.RequireTokenizer("transform \"tokenize\"")));
    }

    /// <inheritdoc/>
    public void Verify(Verification verification) => TextDataSamples.Name(verification);
}

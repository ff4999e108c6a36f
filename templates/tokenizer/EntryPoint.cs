// What the host sees first: what this plugin is called and what it provides.
using MyNamePlugin;

[assembly: Plugin("my-name", Sdk = "1", Description = "A tokenizer that knows some pieces of text and writes the rest in bytes.")]
[assembly: Provides(Kind.Tokenizer, "my-name", typeof(MyNameOptions), Format = "MyNameTokenizer", Summary = "Given pieces are one id each; everything else is bytes.")]

namespace MyNamePlugin;

public sealed class EntryPoint : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) =>
        registry.Tokenizer<MyNameOptions>("my-name", (options, _) => new MyNameTokenizer(options), MyNameTokenizer.ReadConfig);

    public void Verify(Verification verification)
    {
        verification.Options(Kind.Tokenizer, "my-name", new MyNameOptions());
        verification.Options(Kind.Tokenizer, "my-name", new MyNameOptions { Pieces = ["the", "the quick", " ", "日本", "é"] });
        verification.Check("the longest piece is taken", () =>
        {
            var ids = new MyNameTokenizer(new MyNameOptions { Pieces = ["the", "the quick"] }).Encode("the quick");
            if (ids.Length != 1) throw new InvalidOperationException($"\"the quick\" should be one id, and is {ids.Length}.");
        });
    }
}

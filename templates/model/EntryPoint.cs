// What the host sees first: what this plugin is called and what it provides.
using MyNamePlugin;

[assembly: Plugin("my-name", Sdk = "1", Description = "A small convolutional network for text.")]
[assembly: Provides(Kind.Model, "my-name", typeof(MyNameOptions), Format = "my-name", Summary = "A convolution over token embeddings, pooled over the row (Kim 2014).")]

namespace MyNamePlugin;

public sealed class EntryPoint : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) =>
        registry.Model<MyNameOptions>("my-name", (options, context) => new MyNameModel(options, context), MyNameModel.ReadConfig);

    // Small, since it is made again for every check.
    public void Verify(Verification verification) => verification.Options(Kind.Model, "my-name", new MyNameOptions { Width = 8 });
}

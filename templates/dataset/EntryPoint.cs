// What the host sees first: what this plugin is called and what it provides.
using MyNamePlugin;

[assembly: Plugin("my-name", Sdk = "1", Description = "Labelled text from files of JSON lines.")]
[assembly: Provides(Kind.Dataset, "my-name", typeof(MyNameOptions), Summary = "Labelled text, one JSON object a line.")]

namespace MyNamePlugin;

public sealed class EntryPoint : IPlugin, IVerifiable
{
    public void Register(IRegistry registry) => registry.Dataset<MyNameOptions>("my-name", MyNameDataset.Read);

    // Files of its own, in a folder that goes away: relative paths start there.
    public void Verify(Verification verification)
    {
        Write("train.jsonl", 0, 30);
        Write("validation.jsonl", 30, 10);
        verification.Options(Kind.Dataset, "my-name", new MyNameOptions { Train = "train.jsonl", Validation = "validation.jsonl" });

        void Write(string file, int first, int count) => File.WriteAllLines(Path.Join(verification.Directory, file),
            Enumerable.Range(first, count).Select(i => $$"""{"text": "row {{i}}", "label": "{{(i % 2 == 0 ? "even" : "odd")}}"}"""));
    }
}

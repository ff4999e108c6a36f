// Files and options that the datasets of this plugin are verified with.
using System.Globalization;

namespace PluginHost.TextData;

/// <summary>Small files of text, and options that read them.</summary>
internal static class TextDataSamples
{
    private const int Files = 4;

    /// <summary>Writes the files and names the options.</summary>
    public static void Name(Verification verification)
    {
        ArgumentNullException.ThrowIfNull(verification);
        for (var file = 0; file < Files; file++)
        {
            Write($"{file}.txt", string.Join('\n', Lines(file, "see")));
            Write($"{file}.code", string.Join('\n', Lines(file, "x =")));
        }

        Write("train.tsv", string.Join('\n', Lines(0, "row").Select((line, index) => $"{line}\t{index % 3}")));
        Write("validation.tsv", string.Join('\n', Lines(1, "row").Select((line, index) => $"{line}\t{index % 3}")));
        verification.Options(Kind.Dataset, "text", new TextOptions { Files = ["*.txt"], Window = 32, ValidationFraction = 0.25 });
        verification.Options(Kind.Dataset, "text", new TextOptions { Files = ["*.txt"], Window = 16, Stride = 5, NextToken = false, HoldOut = HoldOut.Files, ValidationFraction = 0.3 });
        verification.Options(Kind.Dataset, "snippets", new SnippetsOptions
        {
            Files = ["*"],
            Labels = new Dictionary<string, IReadOnlyList<string>> { ["prose"] = ["*.txt"], ["code"] = ["*.code"] },
            Length = 24,
        });
        verification.Options(Kind.Dataset, "tsv", new TsvOptions { Train = "train.tsv", Validation = "validation.tsv" });

        void Write(string name, string text) => File.WriteAllText(Path.Join(verification.Directory, name), text + "\n");
    }

    // Numbers, so that no piece of a file is in another one.
    private static IEnumerable<string> Lines(int file, string beginning)
    {
        var random = new RandomSource(file, beginning.Length);
        for (var line = 0; line < 40; line++)
            yield return $"{beginning} {string.Join(' ', Enumerable.Range(0, 4).Select(_ => random.Next(1_000_000_000).ToString(CultureInfo.InvariantCulture)))}";
    }
}

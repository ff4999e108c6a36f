// What `pluginhost generate` takes.
using System.CommandLine;
using System.Globalization;

namespace PluginHost.App;

/// <summary>The arguments and options of <c>pluginhost generate</c>.</summary>
internal sealed record GenerateOptions
{
    /// <summary>A folder in Hugging Face's layout.</summary>
    public required string Model { get; init; }

    /// <summary>A folder in PEFT's layout, or null.</summary>
    public string? Adapter { get; init; }

    /// <summary>The text to continue.</summary>
    public required string Prompt { get; init; }

    /// <summary>How ids are chosen.</summary>
    public required GenerationOptions Generation { get; init; }

    /// <summary>Where to.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>The command with its arguments and options.</summary>
    public static Command Command(Checkout checkout)
    {
        var defaults = new GenerationOptions();
        var model = new Argument<string>("MODEL_DIR") { Description = "A model in Hugging Face's layout." };
        var prompt = new Option<string>("--prompt") { Description = "The text to continue.", HelpName = "text", Required = true };
        var adapter = new Option<string?>("--adapter") { Description = "An adapter in PEFT's layout.", HelpName = "dir" };
        var tokens = new Option<string?>("--tokens") { Description = $"How many tokens at most [default: {defaults.MaxNewTokens}].", HelpName = "N" };
        var temperature = new Option<string?>("--temperature") { Description = $"0 takes the most likely token; more draws more freely [default: {defaults.Temperature:0.#}].", HelpName = "T" };
        var top = new Option<string?>("--top-k") { Description = $"Draw among the K most likely; 0 for all [default: {defaults.TopK}].", HelpName = "K" };
        var seed = new Option<string?>("--seed") { Description = "Makes the draws repeatable.", HelpName = "S" };
        var device = new Option<string>("--device") { Description = "auto, cpu, cuda or cuda:N.", HelpName = "device", DefaultValueFactory = _ => "auto" };
        var command = new Command("generate", "Continue a text with a saved model.") { model, prompt, adapter, tokens, temperature, top, seed, device };
        command.SetAction(parsed => new GenerateCommand(checkout, new GenerateOptions
        {
            Model = parsed.GetValue(model)!,
            Adapter = parsed.GetValue(adapter),
            Prompt = parsed.GetValue(prompt)!,
            Device = parsed.GetValue(device)!,
            Generation = new GenerationOptions
            {
                MaxNewTokens = (int)(Whole("--tokens", parsed.GetValue(tokens), 1, 1_000_000) ?? defaults.MaxNewTokens),
                Temperature = Number("--temperature", parsed.GetValue(temperature), 0, 100) ?? defaults.Temperature,
                TopK = (int)(Whole("--top-k", parsed.GetValue(top), 0, int.MaxValue) ?? defaults.TopK),
                Seed = Whole("--seed", parsed.GetValue(seed), long.MinValue, long.MaxValue),
            },
        }).Execute());
        return command;
    }

    // Read here and not by the parser, whose errors name types of .NET.
    private static long? Whole(string option, string? text, long least, long most)
    {
        if (text is null) return null;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            throw new RecipeException($"{option} takes a whole number, got \"{text}\".");
        return value >= least && value <= most ? value : throw new RecipeException(most is int.MaxValue
            ? $"{option} is {value}; it has to be at least {least}."
            : $"{option} is {value}; it has to be between {least} and {most}.");
    }

    private static double? Number(string option, string? text, double least, double most)
    {
        if (text is null) return null;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) throw new RecipeException($"{option} takes a number, got \"{text}\".");
        return value >= least && value <= most ? value : throw new RecipeException($"{option} is {text}; it has to be between {least:0} and {most:0}.");
    }
}

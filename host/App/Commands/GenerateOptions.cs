// What `pluginhost generate` takes.
using System.CommandLine;

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
        var tokens = new Option<int>("--tokens") { Description = "How many tokens at most.", HelpName = "N", DefaultValueFactory = _ => defaults.MaxNewTokens };
        var temperature = new Option<double>("--temperature")
        {
            Description = "0 takes the most likely token; more draws more freely.",
            HelpName = "T",
            DefaultValueFactory = _ => defaults.Temperature,
        };
        var top = new Option<int>("--top-k") { Description = "Draw among the K most likely; 0 for all.", HelpName = "K", DefaultValueFactory = _ => defaults.TopK };
        var seed = new Option<long?>("--seed") { Description = "Makes the draws repeatable.", HelpName = "S" };
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
                MaxNewTokens = parsed.GetValue(tokens),
                Temperature = parsed.GetValue(temperature),
                TopK = parsed.GetValue(top),
                Seed = parsed.GetValue(seed),
            },
        }).Execute());
        return command;
    }
}

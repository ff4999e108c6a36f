// The commands, and what is said of a command line that is none of them.
using System.CommandLine;
using System.CommandLine.Parsing;

namespace PluginHost.App;

/// <summary>The command line: one command and its options a file below Commands, put together here.</summary>
/// <param name="checkout">Where things are.</param>
/// <param name="early">The worker that was started ahead for <c>run</c>; null for everything else.</param>
internal sealed class CommandLine(Checkout checkout, WorkerProcess? early)
{
    private readonly Option<bool> _debug = new("--debug") { Description = "Show stack traces.", Recursive = true };

    /// <summary>Executes a command line.</summary>
    /// <returns>The exit code.</returns>
    public int Execute(string[] arguments)
    {
        var root = Root(arguments);
        var parsed = root.Parse(arguments);
        if (arguments.Length == 0)
        {
            root.Parse(["--help"]).Invoke();
            return 2;
        }

        if (Sentences(parsed).Distinct().ToList() is { Count: > 0 } sentences)
        {
            foreach (var sentence in sentences) Console.Error.WriteLine(sentence);
            Console.Error.WriteLine($"See {checkout.Program}{PathOf(parsed.CommandResult)} --help.");
            return 2;
        }

        // Ctrl-C is the commands' own affair, and so is what they throw.
        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private RootCommand Root(string[] arguments)
    {
        var root = new RootCommand("Pretrains and fine-tunes models: C# recipes compose plugins into runs.\n"
            + "Exit codes: 0 done, 1 failed, 2 recipe or usage wrong, 3 set-up, 4 stopped and can go on.")
        { RunOptions.Command(_debug, options => new RunCommand(checkout, options, early).Execute()) };
        root.Add(_debug);
        // Whoever runs a recipe waits for its first step, not for the options of every other command.
        if (early is null || arguments[0] != "run") AddOthers(root);
        return root;
    }

    private void AddOthers(RootCommand root)
    {
        var test = new Command("test", "Build and run the tests.");
        // The launcher answers this one before the program starts; only whoever calls the program without it gets here.
        test.SetAction((Func<ParseResult, int>)(_ => throw new RecipeException($"The tests are started by the launcher: {Path.Join(checkout.Home, "pluginhost")} test")));
        root.Add(test);
        root.Add(RunsOptions.Command(checkout));
        root.Add(AttachOptions.Command(checkout, _debug));
        root.Add(ReplOptions.Command(checkout));
        root.Add(PluginsOptions.Command(checkout));
        root.Add(GenerateOptions.Command(checkout));
        root.Add(DoctorOptions.Command(checkout));
        root.Add(BenchOptions.Command(checkout));
    }

    private static IEnumerable<string> Sentences(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        foreach (var word in parsed.UnmatchedTokens)
        {
            yield return word.StartsWith('-')
                ? $"There is no option {word} here.{NearMatches.Sentence(word, Names(parsed.CommandResult))}"
                : command.Subcommands.Count > 0
                    ? $"There is no command \"{word}\".{NearMatches.Sentence(word, command.Subcommands.Where(known => !known.Hidden).Select(known => known.Name))}"
                    : $"\"{word}\" is one word too many.";
        }

        // A mistyped option is a fine argument to the parser; a file of that name can still be called ./--name.
        foreach (var word in command is RootCommand ? [] : parsed.CommandResult.Tokens.Select(token => token.Value).Where(word => word.StartsWith('-') && word.Length > 1))
            yield return $"There is no option {word} here.{NearMatches.Sentence(word, Names(parsed.CommandResult))}";
        if (parsed.UnmatchedTokens.Count > 0) yield break;
        foreach (var error in parsed.Errors) yield return error.Message;
    }

    // As in " plugins show"; empty for the program itself.
    private static string PathOf(CommandResult result) =>
        result.Command is RootCommand ? "" : $"{(result.Parent is CommandResult parent ? PathOf(parent) : "")} {result.Command.Name}";

    private static IEnumerable<string> Names(CommandResult result)
    {
        for (SymbolResult? level = result; level is CommandResult command; level = command.Parent)
            foreach (var option in command.Command.Options.Where(option => !option.Hidden))
                yield return option.Name;
    }
}

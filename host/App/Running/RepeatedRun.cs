// The watcher's side of `run --from`: a request that repeats a run, from the record of what that was made of.
using System.Text.Json.Nodes;
using PluginHost.Engine;
using PluginHost.Scripting;

namespace PluginHost.App;

/// <summary>Makes the request of a run that repeats another.</summary>
/// <param name="checkout">Where things are.</param>
/// <param name="options">What the command line says.</param>
/// <param name="say">Takes a sentence for whoever watches.</param>
internal sealed class RepeatedRun(Checkout checkout, RunOptions options, Action<string> say)
{
    /// <summary>The request; its folder is made, with a copy of the record that is repeated.</summary>
    /// <exception cref="RecipeException">There is no such run, it has no record, or its recipe may not run.</exception>
    public RunRequest Begin()
    {
        if (options.Script is not null || options.Resume is not null)
            throw new RecipeException("--from repeats a run with the recipe that it had, so it takes no SCRIPT and no --resume. --set and --device change what is to differ.");
        var folder = RunFolder.Existing(options.RunsDirectory, options.From!, "--from");
        var record = ProvenanceFile.Read(folder)
            ?? throw new RecipeException($"--from {options.From}: {folder} has no {ProvenanceFile.FileName}, from which a run is repeated: it came to no first step. "
                + $"Begin it again with its script: {checkout.Program} run {RunRequest.Load(folder).Recipe}");
        var script = (string?)record["recipe"]?["path"] ?? throw Lacking(folder, "a recipe");
        var texts = ProvenanceFile.Sources(record);
        if (!texts.ContainsKey(script)) throw Lacking(folder, "its recipe's text");
        var directory = (string?)record["base_dir"] ?? throw Lacking(folder, "the folder that it was started from");
        if (!Directory.Exists(directory))
            throw new RecipeException($"--from {options.From}: the run was started from {directory}, where relative paths of its recipe begin, and that folder is no longer there.");
        TellChanges(texts);
        Permit(script, texts);
        var settings = (record["settings"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value!.ToString(), StringComparer.Ordinal);
        foreach (var (setting, value) in SettingList.Parse(options.Settings)) settings[setting] = value;
        var asked = record["asked"];
        var name = options.Name ?? (string?)record["name"] ?? RunFolder.NameOf(script);
        var run = RunFolder.Create(options.RunsDirectory, name);
        try
        {
            File.Copy(Path.Join(folder, ProvenanceFile.FileName), Path.Join(run, ProvenanceFile.RepeatedName));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"The run's folder {run} cannot be written: {refused.Message}", refused);
        }

        return new RunRequest
        {
            Name = name,
            Recipe = script,
            BaseDirectory = directory,
            Home = checkout.Home,
            RunDirectory = run,
            Settings = settings,
            Device = options.Device ?? (string?)asked?["device"],
            Threads = options.Threads ?? (int?)asked?["threads"],
            Replicas = options.Threads is null ? (int?)asked?["replicas"] : null,
            Repeats = folder,
            // On another device, how the cores were used says nothing.
            Stages = options.Device is null ? ProvenanceFile.Stages(record) : [],
        };
    }

    /// <summary>Asks for the yes again when a repeated run goes on: its recipe is the one in the record.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="script">Its recipe.</param>
    /// <exception cref="RecipeException">The recipe may not run.</exception>
    public void PermitAgain(string folder, string script)
    {
        var record = ProvenanceFile.ReadRepeated(folder) ?? throw new RecipeException($"{folder} repeats another run, and {ProvenanceFile.RepeatedName}, the record of that, is no longer there.");
        Permit(script, ProvenanceFile.Sources(record));
    }

    private void TellChanges(IReadOnlyDictionary<string, string> texts)
    {
        foreach (var (file, text) in texts)
        {
            var now = ReadOrNull(file);
            if (now != text) say($"{file} {(now is null ? "is no longer there" : "has changed since")}; the run uses its text as it was.");
        }
    }

    // A record may come from anywhere, and with it a program.
    private void Permit(string script, IReadOnlyDictionary<string, string> texts)
    {
        var trust = new RecipeTrust(checkout.Home, checkout.State);
        if (!trust.IsTrusted(script, texts)) Trust(trust, script, texts);
        PluginPermission.Get(checkout, script, texts, []);
    }

    private void Trust(RecipeTrust trust, string script, IReadOnlyDictionary<string, string> texts)
    {
        if (!options.Trust)
            throw new RecipeException($"The recipe in the record of {options.From ?? options.Resume} was not run: nobody here has said yes to this text of {script}, and a recipe is a program that may do "
                + $"whatever you may. Read it (\"text\" below \"recipe\" in {ProvenanceFile.FileName}), then say yes with --trust.");
        try
        {
            trust.Trust(script, texts);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The yes cannot be remembered, so it counts for this run only: {refused.Message}");
        }
    }

    private RecipeException Lacking(string folder, string what) => new($"--from {options.From}: {Path.Join(folder, ProvenanceFile.FileName)} lacks {what}, so the run cannot be repeated.");

    private static string? ReadOrNull(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

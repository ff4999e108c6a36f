// The built program, as a person starts it.
using System.Diagnostics;
using PluginHost.App;

namespace PluginHost.Tests.App;

/// <summary>Starts the built program in a folder of its own and reads what it says.</summary>
internal sealed class HostProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public HostProcess()
    {
        Folder = Path.Join(Path.GetTempPath(), "pluginhost-app-" + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(Folder);
    }

    /// <summary>Where it is started; runs are below it.</summary>
    public string Folder { get; }

    /// <summary>The folder of the only run.</summary>
    public string RunDirectory => Directory.GetDirectories(Path.Join(Folder, "runs")).Single();

    /// <summary>Writes a script into the folder.</summary>
    public string Script(string text, string name = "recipe.csx")
    {
        var path = Path.Join(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Starts it and returns at once.</summary>
    public Process Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    /// <summary>Starts it at a terminal of its own, which <c>script</c> of util-linux makes: what is written to the process is typed.</summary>
    public Process StartAtTerminal(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Start("script", environment, ["-qec", string.Join(' ', arguments.Prepend(Built).Select(word => $"'{word}'")), "/dev/null"]);

    /// <summary>Starts it with more environment variables and returns at once.</summary>
    public Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments) => Start(Built, environment, arguments);

    /// <summary>The built program.</summary>
    public static string Built => Path.Join(Path.GetDirectoryName(typeof(RunCommand).Assembly.Location), "pluginhost");

    private Process Start(string program, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PLUGINHOST_HOME"] = SharedData.Checkout;
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Starts it and waits for its end.</summary>
    public (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using var process = Start(arguments);
        return End(process);
    }

    /// <summary>Starts it with more environment variables and waits for its end.</summary>
    public (int Code, string Output, string Errors) Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        return End(process);
    }

    /// <summary>Waits for the end of a started one.</summary>
    public static (int Code, string Output, string Errors) End(Process process)
    {
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"pluginhost did not end within {s_patience.TotalSeconds} s.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }

    /// <summary>Waits until something holds.</summary>
    public static void Await(Func<bool> holds, string what)
    {
        var deadline = Environment.TickCount64 + (long)s_patience.TotalMilliseconds;
        while (!holds())
        {
            if (Environment.TickCount64 > deadline) throw new TimeoutException($"{what} did not happen within {s_patience.TotalSeconds} s.");
            Thread.Sleep(20);
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

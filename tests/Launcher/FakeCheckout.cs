// A checkout in a temporary folder with the real launcher and set-up scripts, and fakes of everything that they call:
// dotnet, apt-get, dpkg, g++ and host/native/build.sh write down how they were called and do next to nothing.
using System.Diagnostics;

namespace PluginHost.Tests.Launcher;

/// <summary>What a command printed and how it ended.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Errors);

internal sealed class FakeCheckout : IDisposable
{
    // The program that the fake build makes: it tells how it was started.
    private const string Program = """
        #!/bin/sh
        echo "cwd=$PWD"; echo "home=$PLUGINHOST_HOME"; echo "native=$PLUGINHOST_NATIVE"; echo "dotnet=$DOTNET_ROOT"
        for argument in "$@"; do echo "argument=[$argument]"; done
        exit ${PROGRAM_EXIT:-0}
        """;

    // Tools of the system that the scripts use; nothing else of the real PATH is seen.
    private static readonly string[] Tools =
    [
        "awk", "bash", "cat", "cp", "cut", "date", "dirname", "env", "find", "flock", "grep", "head", "ln", "mkdir", "mktemp",
        "mv", "nproc", "readlink", "rm", "sed", "sh", "sha256sum", "sleep", "sort", "stat", "tail", "tee", "touch", "xargs",
    ];

    public FakeCheckout()
    {
        Folder = Directory.CreateTempSubdirectory("launcher-").FullName;
        Root = Path.Combine(Folder, "checkout");
        string source = FindRepository();
        Directory.CreateDirectory(Path.Combine(Root, "host/setup"));
        File.Copy(Path.Combine(source, "pluginhost"), Path.Combine(Root, "pluginhost"));
        foreach (string script in Directory.GetFiles(Path.Combine(source, "host/setup"), "*.sh"))
            File.Copy(script, Path.Combine(Root, "host/setup", Path.GetFileName(script)));

        Write("host/App/Program.cs", "return 0;");
        Write("plugins/losses/Loss.cs", "class Loss;");
        Write("tests/Test.cs", "class Test;");
        foreach (string properties in (string[])["Directory.Build.props", "Directory.Packages.props", "global.json"])
            Write(properties, "");
        WriteScript("host/native/build.sh", """echo "native $1" >> "$CALLS"; mkdir -p "$1"; touch "$1/shim.so" """);

        foreach (string tool in Tools)
            File.CreateSymbolicLink(Path.Combine(Bin, tool), FindTool(tool));
        Fake("program", Program[(Program.IndexOf('\n') + 1)..]);
        Fake("dotnet", """
            case $1 in
                --version) echo 10.0.100; exit ;;
                exec) exit ;;
            esac
            for argument in "$@"; do
                case $argument in
                    -target:*) targets=${argument#-target:} ;;
                    -p:PublishDir=*) folder=${argument#-p:PublishDir=} ;;
                esac
            done
            echo "msbuild $targets" >> "$CALLS"
            sleep "${BUILD_SECONDS:-0}"
            if [ -n "${BUILD_ERROR:-}" ]; then echo "$BUILD_ERROR"; exit 1; fi
            case $targets in *Host*) mkdir -p "$folder"; cp "$(dirname "$0")/program" "$folder/pluginhost" ;; esac
            mkdir -p artifacts/plugins/losses artifacts/bin/Tests/release
            if [ -n "${TEST_PROGRAM:-}" ]; then printf '#!/bin/sh\n%s\n' "$TEST_PROGRAM" > artifacts/bin/Tests/release/PluginHost.Tests; fi
            chmod +x artifacts/bin/Tests/release/* 2> /dev/null; true
            """);
        File.CreateSymbolicLink(Path.Combine(Bin, "chmod"), FindTool("chmod"));
        Fake("id", "echo ${FAKE_USER:-0}");
        Fake("g++", "true");
        Fake("dpkg", "true");
        Fake("dpkg-query", """grep -qx "$4" "$INSTALLED" && echo "ii " """);
        Fake("apt-get", """
            echo "apt-get $*" >> "$CALLS"
            case " $* " in
                *" update "*) touch "$INSTALLED.lists" ;;
                *) [ -e "$INSTALLED.lists" ] || exit 100 ;;
            esac
            case " $* " in
                *--simulate*|*" update "*) ;;
                *) for argument in "$@"; do echo "$argument" >> "$INSTALLED"; done ;;
            esac
            """);
        File.WriteAllLines(InstalledFile, ["libtorch-dev", "libgloo-dev", "libopenblas0-pthread"]);
        File.WriteAllText(CallsFile, "");
    }

    public string Folder { get; }

    public string Root { get; }

    /// <summary>What the fakes were asked to do since the last look, one call a line.</summary>
    public string[] TakeCalls()
    {
        string[] calls = File.ReadAllLines(CallsFile);
        File.WriteAllText(CallsFile, "");
        return calls;
    }

    public void Write(string path, string text)
    {
        string whole = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        File.WriteAllText(whole, text);
    }

    public void WriteScript(string path, string text)
    {
        Write(path, "#!/bin/sh\n" + text + "\n");
        MakeExecutable(Path.Combine(Root, path));
    }

    public bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    public void SetInstalled(params string[] packages) => File.WriteAllLines(InstalledFile, packages);

    public void RemoveTool(string name) => File.Delete(Path.Combine(Bin, name));

    public Outcome Start(params string[] arguments) => Run(Path.Combine(Root, "pluginhost"), arguments);

    /// <summary>Runs a command to its end in the folder beside the checkout; variables are given as NAME=VALUE.</summary>
    public Outcome Run(string command, string[] arguments, params string[] variables)
    {
        using Process process = Launch(command, arguments, variables);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.Result, errors);
    }

    public Process Launch(string command, string[] arguments, params string[] variables)
    {
        ProcessStartInfo start = new(command, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Bin;
        start.Environment["HOME"] = Folder;
        start.Environment["CALLS"] = CallsFile;
        start.Environment["INSTALLED"] = InstalledFile;
        start.Environment["SSL_CERT_FILE"] = "/etc/hostname";
        foreach (string variable in variables)
            start.Environment[variable[..variable.IndexOf('=')]] = variable[(variable.IndexOf('=') + 1)..];
        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string Bin => Directory.CreateDirectory(Path.Combine(Folder, "bin")).FullName;

    private string CallsFile => Path.Combine(Folder, "calls");

    private string InstalledFile => Path.Combine(Folder, "installed");

    private void Fake(string name, string script)
    {
        string path = Path.Combine(Bin, name);
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        MakeExecutable(path);
    }

    private static void MakeExecutable(string path) =>
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private static string FindTool(string name) =>
        ((string[])["/usr/bin", "/bin", "/usr/local/bin"]).Select(folder => Path.Combine(folder, name)).First(File.Exists);

    private static string FindRepository()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "PluginHost.sln")))
                return folder;
        }
        throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} holds PluginHost.sln");
    }
}

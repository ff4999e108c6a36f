// Has a plugin's checks made in processes of their own, one after another dies.
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using PluginHost.Conformance;

namespace PluginHost.App;

/// <summary>
/// Has a plugin's checks made. A process that dies or is silent for too long is the fault of the check that it was at: that one is broken, the
/// others of its component are left out, and another process goes on with the next component.
/// </summary>
/// <param name="target">The plugin, which is trusted.</param>
/// <param name="patience">For how long a check may take.</param>
internal sealed class Verifier(NamedPlugin target, TimeSpan patience)
{
    private const int QuitExitCode = 130;

    // libtorch is loaded before the first check ends, on a machine that may be busy.
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(60);

    private readonly List<(string Component, string Check)> _plan = [($"plugin \"{target.Plugin.Name}\"", VerifierCommand.Loads)];
    private VerifierProcess? _process;
    private volatile bool _quitting;
    private bool _failed;

    /// <summary>Makes the checks.</summary>
    /// <param name="show">Takes each result as soon as it is there.</param>
    /// <returns>Whether one does not hold.</returns>
    public bool Run(Action<CheckResult> show)
    {
        var scratch = Directory.CreateTempSubdirectory("pluginhost-verify-").FullName;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Quit(context, scratch));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Quit(context, scratch));
        try
        {
            for (int? from = 0; from is { } first;) from = RunFrom(first, scratch, show);
            return _failed;
        }
        finally
        {
            Remove(scratch);
        }
    }

    /// <returns>Where another process has to go on; null when all is done.</returns>
    private int? RunFrom(int first, string scratch, Action<CheckResult> show)
    {
        var folder = target.Plugin.BuiltIn ? null : Path.GetDirectoryName(target.Plugin.File);
        var request = new VerifyRequest(target.Plugin.Name, folder, target.Component, first, Path.Join(scratch, $"{first}.log"));
        using var process = _process = new VerifierProcess(request, scratch);
        var at = 0;
        while (process.Next(at == 0 && patience < s_start ? s_start : patience) is { } line)
        {
            if (line["fault"] is { } fault) throw new SetupException(fault.GetValue<string>());
            if (line["plan"] is JsonArray planned && !Take(planned))
            {
                Show(0, Conformance.Verdict.Broken, "It should have the same checks each time that it is loaded, and has others the second time: IVerifiable.Verify has to name the same options and checks always.");
                return null;
            }

            if (line["begin"] is { } begun) at = begun.GetValue<int>();
            if (line["end"] is null) continue;
            var verdict = (Conformance.Verdict)line["verdict"]!.GetValue<int>();
            // That it loads was told by the first process; that it does not this time was not.
            if (at >= first || verdict == Conformance.Verdict.Broken) Show(at, verdict, line["sentence"]!.GetValue<string>());
        }

        // The signal's thread ends this process at any moment.
        if (_quitting) Thread.Sleep(Timeout.Infinite);
        if (process.Death is not { } death) return null;
        Show(at, Conformance.Verdict.Broken, char.ToUpperInvariant(death[0]) + death[1..]);
        // What does not load is not tried again; nor is what died when it was loaded a second time.
        if (at == 0) return null;
        var next = at + 1;
        for (; next < _plan.Count && _plan[next].Component == _plan[at].Component; next++)
            Show(next, Conformance.Verdict.NotApplicable, "It was not made, because of the check that did not come back.");
        return next < _plan.Count ? next : null;

        void Show(int index, Conformance.Verdict verdict, string sentence)
        {
            _failed |= verdict == Conformance.Verdict.Broken;
            show(new CheckResult(_plan[index].Component, _plan[index].Check, verdict, sentence));
        }
    }

    // False where another process before had another plan.
    private bool Take(JsonArray planned)
    {
        var plan = planned.Select(check => (check![0]!.GetValue<string>(), check[1]!.GetValue<string>())).ToList();
        if (_plan.Count > 1) return plan.SequenceEqual(_plan.Skip(1));
        _plan.AddRange(plan);
        return true;
    }

    private void Quit(PosixSignalContext context, string scratch)
    {
        context.Cancel = true;
        _quitting = true;
        _process?.Kill();
        Remove(scratch);
        Posix.Exit(QuitExitCode);
    }

    // What a plugin leaves there must not cost whoever verifies it the result.
    private static void Remove(string scratch)
    {
        try
        {
            if (Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The temporary folder {scratch} could not be removed: {refused.Message}");
        }
    }
}

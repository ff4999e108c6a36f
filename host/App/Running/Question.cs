// A question to the person at the terminal, where there is one.
using System.Runtime.InteropServices;

namespace PluginHost.App;

/// <summary>Asks the person at the terminal for a yes or a no.</summary>
internal static class Question
{
    /// <summary>Whether there is somebody to ask.</summary>
    public static bool CanBeAsked => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <summary>Asks; whatever is no yes is a no.</summary>
    /// <param name="text">The question, without the choice of answers.</param>
    /// <param name="interrupted">What is said where Ctrl-C is the answer, with which the program ends.</param>
    public static bool Ask(string text, string interrupted)
    {
        Console.Error.Write($"{text} [y/N] ");
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
        {
            // Reading a line cannot be interrupted, so the program ends here; nothing has begun.
            Console.Error.WriteLine($"\n{interrupted}");
            Posix.Exit(2);
        });
        return Console.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}

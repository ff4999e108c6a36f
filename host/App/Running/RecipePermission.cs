// A recipe is a program: one from outside the checkout asks first.
using PluginHost.Scripting;

namespace PluginHost.App;

/// <summary>Gets a yes for a recipe: it is the checkout's own, somebody said yes before, <c>--trust</c> says yes, or the person at the terminal does.</summary>
internal static class RecipePermission
{
    /// <summary>Returns when the recipe may run.</summary>
    /// <param name="recipe">The script's absolute path.</param>
    /// <param name="checkout">Where things are.</param>
    /// <param name="trusted">Whether the command line says yes.</param>
    /// <exception cref="RecipeException">There is nobody to ask, or the answer was no.</exception>
    public static void Get(string recipe, Checkout checkout, bool trusted)
    {
        var trust = new RecipeTrust(checkout.Home, checkout.State);
        if (trust.IsTrusted(recipe)) return;
        if (!trusted) Ask(recipe, checkout, trust.ChangedSince(recipe));
        try
        {
            trust.Trust(recipe);
            if (trusted) Console.Error.WriteLine($"{recipe} is trusted from now on, until it or a file that it loads changes.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The yes cannot be remembered, so it counts for this run only: {refused.Message}");
        }
    }

    private static void Ask(string recipe, Checkout checkout, IReadOnlyList<string> changed)
    {
        var since = changed.Count > 0 ? $" It was trusted before, and since then this has changed: {string.Join(", ", changed)}." : "";
        var reason = $"not in this checkout ({checkout.Home}), and a recipe is a program that may do whatever you may.{since}";
        if (!Question.CanBeAsked)
            throw new RecipeException($"The recipe {recipe} was not run: it is {reason} Read it, then say yes with --trust.");
        Console.Error.WriteLine($"The recipe {recipe} is {reason}");
        if (!Question.Ask("Run it?", $"The recipe {recipe} was not run.")) throw new RecipeException($"The recipe {recipe} was not run.");
    }
}

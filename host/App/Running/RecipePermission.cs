// A recipe is a program: one from outside the checkout asks first.
namespace PluginHost.App;

/// <summary>Whether a recipe may run. Those of the checkout may, as the host's own code does; any other is asked about each time.</summary>
internal static class RecipePermission
{
    /// <summary>Whether the recipe may run without asking.</summary>
    public static bool IsGiven(string recipe, Checkout checkout, bool trusted) => trusted || IsInside(recipe, checkout.Home);

    /// <summary>Asks the person at the terminal.</summary>
    /// <exception cref="RecipeException">There is nobody to ask, or the answer was no.</exception>
    public static void Ask(string recipe, Checkout checkout)
    {
        var inside = $"it is not in this checkout ({checkout.Home}), and a recipe is a program that may do whatever you may";
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
            throw new RecipeException($"The recipe {recipe} was not run: {inside}. Read it, then say yes with --trust.");
        Console.Error.WriteLine($"The recipe {recipe}: {inside}.");
        Console.Error.Write("Run it? [y/N] ");
        var answer = Console.ReadLine()?.Trim().ToLowerInvariant();
        if (answer is not ("y" or "yes")) throw new RecipeException($"The recipe {recipe} was not run.");
    }

    private static bool IsInside(string recipe, string home)
    {
        // A link that leads out of the checkout is outside.
        var target = File.ResolveLinkTarget(recipe, returnFinalTarget: true)?.FullName ?? recipe;
        return !Path.GetRelativePath(home, target).StartsWith("..", StringComparison.Ordinal);
    }
}

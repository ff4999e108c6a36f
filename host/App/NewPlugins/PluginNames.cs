// A new plugin's name in the forms that its files need.
using System.Globalization;
using System.Text.RegularExpressions;

namespace PluginHost.App;

/// <summary>A plugin's name in kebab-case and what follows from it. Templates are written for <c>my-name</c>, so that they compile as they are.</summary>
internal sealed partial class PluginNames
{
    private const string Template = "MyName";

    /// <summary>The forms of a name.</summary>
    /// <param name="name">In kebab-case.</param>
    /// <param name="suffix">What the component's class ends in, such as <c>Adapter</c>.</param>
    /// <exception cref="RecipeException">It is not in kebab-case, or begins with a digit.</exception>
    public PluginNames(string name, string suffix)
    {
        if (!Name().IsMatch(name))
            throw new RecipeException($"\"{name}\" is no name for a plugin: it is in kebab-case and begins with a letter, like \"acme-lora\".");
        (Kebab, Suffix) = (name, suffix);
        Pascal = string.Concat(name.Split('-').Select(word => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]));
        Namespace = Ending(Pascal, "Plugin");
        Class = Ending(Pascal, suffix);
    }

    /// <summary>As in <c>acme-lora</c>: the plugin, the component and the project.</summary>
    public string Kebab { get; }

    /// <summary>As in <c>AcmeLora</c>.</summary>
    public string Pascal { get; }

    /// <summary>As in <c>AcmeLoraPlugin</c>; never the name of a class in it.</summary>
    public string Namespace { get; }

    /// <summary>As in <c>AcmeLoraAdapter</c>, and <c>FocalLoss</c> for <c>focal-loss</c>.</summary>
    public string Class { get; }

    /// <summary>What the component's class ends in.</summary>
    public string Suffix { get; }

    /// <summary>A template's text, or the name of its file, for this plugin.</summary>
    public string Fill(string template) => template
        .Replace("my-name", Kebab, StringComparison.Ordinal)
        .Replace("MY_NAME", ProjectionAdapter.FormatOf(Kebab), StringComparison.Ordinal)
        .Replace(Template + "Plugin", Namespace, StringComparison.Ordinal)
        .Replace(Template + Suffix, Class, StringComparison.Ordinal)
        .Replace(Template, Pascal, StringComparison.Ordinal);

    // What is nothing but the ending keeps it, since a class Loss would be its own base.
    private static string Ending(string name, string suffix) => name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal) ? name : name + suffix;

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex Name();
}

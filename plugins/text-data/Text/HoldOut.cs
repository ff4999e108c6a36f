// How the validation split of a text is chosen.
namespace PluginHost.TextData;

/// <summary>How the validation split of a text is chosen.</summary>
public enum HoldOut
{
    /// <summary>By files when there are at least ten, else the tail.</summary>
    Auto,

    /// <summary>Whole files, chosen by a hash of their paths, so that no file is in both splits.</summary>
    Files,

    /// <summary>The end of all files one after another.</summary>
    Tail,
}

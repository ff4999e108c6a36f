// What the files of a folder are known by without being read.
using System.Globalization;
using System.Text;

namespace PluginHost.App;

/// <summary>Names, sizes and times of the files below a folder, as one text.</summary>
internal static class FolderPrint
{
    private static readonly EnumerationOptions s_everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>The text; empty where the folder has no file or is not there.</summary>
    public static string Of(string folder)
    {
        try
        {
            var text = new StringBuilder();
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", s_everything).OrderBy(file => file.FullName, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}\n");
            return text.ToString();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // In the middle of being made anew.
            return "";
        }
    }
}

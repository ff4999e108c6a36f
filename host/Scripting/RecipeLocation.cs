// Where in a script something went wrong.
using System.Diagnostics;
using System.Runtime.Loader;

namespace PluginHost.Scripting;

/// <summary>A place in a script.</summary>
/// <param name="File">The script, or a file that it loads.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Text">The line as it is in the file now; empty when it cannot be read any more.</param>
public sealed record RecipeLocation(string File, int Line, int Column, string Text)
{
    /// <summary>The innermost place in a recipe that an exception came through; null when it came through none.</summary>
    public static RecipeLocation? Of(Exception fault)
    {
        for (var exception = fault; exception is not null; exception = exception.InnerException)
            foreach (var frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
                if (frame.GetMethod()?.Module.Assembly is { } assembly && AssemblyLoadContext.GetLoadContext(assembly) is RecipeContext
                    && frame.GetFileName() is { } file && frame.GetFileLineNumber() is > 0 and var line)
                    return new RecipeLocation(file, line, frame.GetFileColumnNumber(), LineOf(file, line));
        return null;
    }

    /// <summary>As in <c>scripts/mine.csx:12</c>.</summary>
    public override string ToString() => $"{File}:{Line}";

    private static string LineOf(string file, int line)
    {
        try
        {
            return System.IO.File.ReadLines(file).Skip(line - 1).FirstOrDefault() ?? "";
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

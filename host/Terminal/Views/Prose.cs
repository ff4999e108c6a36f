// Sentences on a narrow terminal.
using System.Text;

namespace PluginHost.Terminal;

/// <summary>Sentences on a narrow terminal, which would break them in the middle of words.</summary>
public static class Prose
{
    /// <summary>A text with line ends between its words, so that no line is wider than it has to be.</summary>
    /// <param name="text">The text; lines that begin with blanks, such as code, stay as they are.</param>
    /// <param name="width">Columns; a word that is longer stays whole.</param>
    public static string Wrap(string text, int width)
    {
        ArgumentNullException.ThrowIfNull(text);
        var result = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            if (result.Length > 0) result.Append('\n');
            if (line.Length <= width || line[0] == ' ')
            {
                result.Append(line);
                continue;
            }

            var column = 0;
            foreach (var word in line.Split(' '))
            {
                if (column > 0 && column + 1 + word.Length > width)
                {
                    result.Append('\n');
                    column = 0;
                }
                else if (column > 0)
                {
                    result.Append(' ');
                    column++;
                }

                result.Append(word);
                column += word.Length;
            }
        }

        return result.ToString();
    }
}

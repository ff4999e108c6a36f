// One line of a run's record.
using System.Text.Json;

namespace PluginHost.App;

/// <summary>One whole line of a run's record. A class, because collections of structs are compiled at run time, at every start.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Text">UTF-8, without the line's end.</param>
internal sealed record RecordLine(long Number, byte[] Text)
{
    /// <summary>The event; a warning in place of one that cannot be read (a power cut can leave half of one), so that the rest goes on.</summary>
    public RunEvent Event()
    {
        try
        {
            return JsonSerializer.Deserialize(Text, SdkJson.Default.RunEvent) ?? throw new JsonException("It is null.");
        }
        catch (JsonException fault)
        {
            return new Warned($"Line {Number} of the run's record cannot be read and is left out: {fault.Message}");
        }
    }
}

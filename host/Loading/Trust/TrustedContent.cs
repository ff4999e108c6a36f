// One content of a plugin that is trusted.
using System.Text.Json;

namespace PluginHost.Loading.Trust;

/// <summary>One content of a plugin that is trusted.</summary>
/// <param name="Hash">What the whole folder is known by.</param>
/// <param name="By">Who said yes: <see cref="Build"/> or <see cref="Person"/>.</param>
/// <param name="Files">SHA-256 of each file.</param>
internal sealed record TrustedContent(string Hash, string By, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>It came out of the host's own build.</summary>
    public const string Build = "build";

    /// <summary>Somebody asked for it.</summary>
    public const string Person = "person";

    /// <summary>As <see cref="Write"/> wrote it.</summary>
    public static TrustedContent Read(JsonElement element) => new(
        element.GetProperty("content").GetString() ?? "",
        element.GetProperty("by").GetString() ?? "",
        element.GetProperty("files").EnumerateObject().ToDictionary(file => file.Name, file => file.Value.GetString() ?? "", StringComparer.Ordinal));

    /// <summary>Writes it as a JSON object.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("content", Hash);
        writer.WriteString("by", By);
        writer.WriteStartObject("files");
        foreach (var (name, hash) in Files.OrderBy(file => file.Key, StringComparer.Ordinal)) writer.WriteString(name, hash);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}

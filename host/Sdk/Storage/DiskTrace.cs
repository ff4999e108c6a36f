// Records what a run does to the disk, so that crashes at any point of it can be replayed.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost;

/// <summary>
/// Where <c>PLUGINHOST_DISK_TRACE</c> names a file, every operation of <see cref="Disk"/> is appended to it as a line of JSON, with what was
/// written, and every acknowledgement: the moment from which a checkpoint must survive whatever happens.
/// </summary>
internal static class DiskTrace
{
    private static string? s_path = Environment.GetEnvironmentVariable("PLUGINHOST_DISK_TRACE") is { Length: > 0 } path ? path : null;
    private static readonly Lock s_gate = new();

    public static bool Active => s_path is not null;

    /// <summary>Traces to another file than the environment's; null ends the trace.</summary>
    internal static void Use(string? path) => s_path = path;

    public static void Folder(string path) => Add("mkdir", path);

    public static void Create(string path) => Add("create", path);

    public static void Write(string path, long offset, ReadOnlySpan<byte> bytes)
    {
        if (Active) Add("write", path, ("offset", offset), ("bytes", Convert.ToBase64String(bytes)));
    }

    /// <summary>The whole content of a file that was written without <see cref="Disk"/>.</summary>
    public static void Content(string path)
    {
        if (!Active) return;
        Create(path);
        Write(path, 0, File.ReadAllBytes(path));
    }

    public static void Sync(string path) => Add("fsync", path);

    public static void SyncFolder(string path) => Add("fsync-folder", path);

    public static void Rename(string from, string to)
    {
        if (Active) Add("rename", from, ("to", Path.GetFullPath(to)));
    }

    public static void Delete(string path) => Add("delete", path);

    /// <summary>From here on this checkpoint, or a later one, has to be found.</summary>
    public static void Acknowledge(string checkpoint, long step) => Add("acknowledge", checkpoint, ("step", step));

    private static void Add(string operation, string path, params (string Name, JsonNode? Value)[] more)
    {
        if (s_path is null) return;
        var line = new JsonObject { ["op"] = operation, ["path"] = Path.GetFullPath(path) };
        foreach (var (name, value) in more) line[name] = value;
        lock (s_gate) File.AppendAllText(s_path, line.ToJsonString(JsonSerializerOptions.Default) + "\n");
    }
}

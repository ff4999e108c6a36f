// Asks a run's control server.
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.App;

/// <summary>Asks a run's control server, as <see cref="RunHttp"/> answers. HTTP 1.0 over a plain socket: the client of .NET takes longer to load than the answer.</summary>
internal static class ControlClient
{
    private const int PatienceMilliseconds = 500;

    /// <summary>Whether a run is paused; false also where its server does not answer.</summary>
    public static bool IsPaused(string runDirectory) => Ask(runDirectory, "GET", "/state")?.Body["paused"]?.GetValue<bool>() ?? false;

    /// <summary>Asks.</summary>
    /// <param name="runDirectory">The run's folder.</param>
    /// <param name="method">GET or POST.</param>
    /// <param name="path">As <see cref="RunHttp"/> has it.</param>
    /// <param name="body">What is sent; null for nothing.</param>
    /// <param name="patience">How long an answer may take; null for half a second.</param>
    /// <returns>The status and the answer; null where no server answers.</returns>
    public static (int Status, JsonNode Body)? Ask(string runDirectory, string method, string path, JsonNode? body = null, TimeSpan? patience = null)
    {
        try
        {
            var place = File.ReadAllText(ControlSocket.PointerOf(runDirectory)).TrimEnd();
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = (int?)patience?.TotalMilliseconds ?? PatienceMilliseconds, SendTimeout = PatienceMilliseconds };
            socket.Connect(new UnixDomainSocketEndPoint(place));
            var content = body?.ToJsonString() ?? "";
            socket.Send(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{method} {path} HTTP/1.0\r\nHost: run\r\nContent-Length: {Encoding.UTF8.GetByteCount(content)}\r\n\r\n{content}")));
            using var reader = new StreamReader(new NetworkStream(socket, ownsSocket: false), Encoding.UTF8);
            var answer = reader.ReadToEnd();
            var status = int.Parse(answer.Split(' ', 3)[1], CultureInfo.InvariantCulture);
            return JsonNode.Parse(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]) is { } told ? (status, told) : null;
        }
        catch (Exception silent) when (silent is IOException or SocketException or JsonException or UnauthorizedAccessException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            // No server yet or no longer, or one that was cut off.
            return null;
        }
    }
}

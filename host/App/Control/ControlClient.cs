// Asks a run's control server.
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.App;

/// <summary>Asks a run's control server, as <see cref="RunHttp"/> answers.</summary>
internal static class ControlClient
{
    private const int PatienceMilliseconds = 500;

    /// <summary>Whether a run is paused; false also where its server does not answer.</summary>
    public static bool IsPaused(string runDirectory)
    {
        try
        {
            var path = File.ReadAllText(ControlSocket.PointerOf(runDirectory)).TrimEnd();
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = PatienceMilliseconds, SendTimeout = PatienceMilliseconds };
            socket.Connect(new UnixDomainSocketEndPoint(path));
            socket.Send(Encoding.ASCII.GetBytes("GET /state HTTP/1.0\r\nHost: run\r\n\r\n"));
            using var reader = new StreamReader(new NetworkStream(socket, ownsSocket: false), Encoding.UTF8);
            var answer = reader.ReadToEnd();
            var body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
            return JsonNode.Parse(body)?["paused"]?.GetValue<bool>() ?? false;
        }
        catch (Exception silent) when (silent is IOException or SocketException or JsonException or UnauthorizedAccessException or InvalidOperationException or ArgumentException)
        {
            // No server yet or no longer.
            return false;
        }
    }
}

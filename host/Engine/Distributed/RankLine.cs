// One line between two ranks: sentences over TCP, a line of text each.
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace PluginHost.Engine;

/// <summary>A line between two ranks. One thread hears, any thread says; a line that is closed hears nothing and says nothing.</summary>
internal sealed class RankLine : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly TcpClient _client;
    private readonly StreamReader _reader;
    private long _heard = Stopwatch.GetTimestamp();

    public RankLine(TcpClient client)
    {
        _client = client;
        client.NoDelay = true;
        // A stopped process takes nothing; its watcher must not wait for it.
        client.SendTimeout = (int)s_patience.TotalMilliseconds;
        _reader = new StreamReader(client.GetStream(), Encoding.UTF8);
    }

    /// <summary>What the other last said of itself; null before it did.</summary>
    public RankStanding? Standing { get; set; }

    /// <summary>Whether the other has left in good order.</summary>
    public bool HasLeft { get; set; }

    /// <summary>How long nothing was heard.</summary>
    public TimeSpan Silence => Stopwatch.GetElapsedTime(Volatile.Read(ref _heard));

    /// <summary>The next line; null when the other end is gone.</summary>
    public string? Hear()
    {
        try
        {
            var said = _reader.ReadLine();
            Volatile.Write(ref _heard, Stopwatch.GetTimestamp());
            return said;
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Says a line; nobody may be there to hear it, which whoever hears finds out.</summary>
    public void Say(string line)
    {
        try
        {
            _client.GetStream().Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Hear tells of it.
        }
    }

    public void Dispose() => _client.Dispose();
}

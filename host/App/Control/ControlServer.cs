// Kestrel on a Unix socket: how others look at a run and steer it.
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace PluginHost.App;

/// <summary>
/// The control server of a run: HTTP on a Unix socket that only its owner can open. <see cref="RunHttp"/> says what it answers. Kestrel is
/// used by itself, without ASP.NET's host around it: that would handle SIGTERM in its own way, and takes its time to start.
/// </summary>
internal sealed class ControlServer : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly KestrelServer _server;
    private readonly RunHttp _http;
    private readonly string _pointer;

    private ControlServer(string runDirectory, RunControls controls)
    {
        Path = ControlSocket.Claim(runDirectory);
        _pointer = ControlSocket.PointerOf(runDirectory);
        _http = new RunHttp(runDirectory, controls, _stopping.Token);
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        options.ListenUnixSocket(Path);
        var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        _server = new KestrelServer(Options.Create(options), sockets, NullLoggerFactory.Instance);
    }

    /// <summary>The socket's path.</summary>
    public string Path { get; }

    /// <summary>Starts a run's server and writes where its socket is into the run's folder.</summary>
    /// <exception cref="SetupException">There is no place for the socket.</exception>
    /// <exception cref="IOException">The socket cannot be bound.</exception>
    public static ControlServer Start(string runDirectory, RunControls controls)
    {
        var server = new ControlServer(runDirectory, controls);
        try
        {
            FaultPoints.At("bind", "control.sock", before: true);
            server._server.StartAsync(server._http, CancellationToken.None).GetAwaiter().GetResult();
            File.SetUnixFileMode(server.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.WriteAllText(server._pointer, server.Path + "\n");
            FaultPoints.At("bind", "control.sock", before: false);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Ends the streams, closes the socket and removes it.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        using (var patience = new CancellationTokenSource(s_patience)) _server.StopAsync(patience.Token).GetAwaiter().GetResult();
        _server.Dispose();
        _http.Dispose();
        _stopping.Dispose();
        File.Delete(_pointer);
        File.Delete(Path);
    }
}

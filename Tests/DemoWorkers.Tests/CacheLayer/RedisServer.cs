using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Tta.DemoWorkers.Tests.CacheLayer;

/// <summary>A real redis-server on a port of its own, which can be killed and started again.</summary>
internal sealed class RedisServer : IDisposable
{
    public const string Password = "a-password-of-the-test";
    private readonly string _directory = Directory.CreateTempSubdirectory("tta-redis-").FullName;
    private Process? _process;

    public RedisServer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    public string ConnectionString => $"127.0.0.1:{Port},password={Password}";

    public RedisServer Start()
    {
        _process = Process.Start(new ProcessStartInfo(
            "redis-server",
            ["--port", $"{Port}", "--bind", "127.0.0.1", "--requirepass", Password, "--save", "", "--appendonly", "no", "--dir", _directory])
        {
            RedirectStandardOutput = true,
        });
        _process!.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        return this;
    }

    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Kill();
        Directory.Delete(_directory, recursive: true);
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Platform.ClickHouse.Tests.Failover;

/// <summary>Stands before a real engine and breaks connections: after so many bytes of requests, or when an answer comes.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly Uri _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private long _cutAfter = long.MaxValue;
    private int _cuts;

    public CuttingProxy(Uri target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}"
            )
        );

    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Breaks one connection once so many more bytes went to the engine.</summary>
    public void CutAfter(long bytes) => Interlocked.Exchange(ref _cutAfter, bytes);

    /// <summary>Breaks the next connection on which an answer comes: the engine has done its work and nobody hears of it.</summary>
    public bool CutNextAnswer { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ForwardAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception e)
            when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using (client)
        using (var engine = new TcpClient())
        {
            try
            {
                await engine.ConnectAsync(_target.Host, _target.Port, _stop.Token);
                await Task.WhenAny(
                    SendAsync(client.GetStream(), engine.GetStream()),
                    AnswerAsync(engine.GetStream(), client.GetStream())
                );
            }
            catch (Exception e)
                when (e is IOException or SocketException or OperationCanceledException)
            {
                // One side is gone: so is the other, now.
            }
        }
    }

    private async Task SendAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, _stop.Token)) > 0; )
        {
            if (Interlocked.Add(ref _cutAfter, -read) < 0)
            {
                Interlocked.Exchange(ref _cutAfter, long.MaxValue);
                Interlocked.Increment(ref _cuts);
                return;
            }
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, _stop.Token)) > 0; )
        {
            if (CutNextAnswer)
            {
                CutNextAnswer = false;
                Interlocked.Increment(ref _cuts);
                return;
            }
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}

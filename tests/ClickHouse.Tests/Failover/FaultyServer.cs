using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Platform.ClickHouse.Tests.Codecs;

namespace Platform.ClickHouse.Tests.Failover;

/// <summary>How the fake answers a request.</summary>
internal enum Fault
{
    None,

    /// <summary>500 without ClickHouse's headers, as a proxy gives.</summary>
    Status500,

    /// <summary>503 with ClickHouse's code 202.</summary>
    TooManyQueries,

    /// <summary>Reads the request and says nothing.</summary>
    Hang,

    /// <summary>Reads the request and closes.</summary>
    CloseBeforeAnswer,

    /// <summary>Sends half a block and closes.</summary>
    CutInFirstBlock,

    /// <summary>Sends a block and half of the next and closes.</summary>
    CutInSecondBlock,

    /// <summary>Sends half a block, then nothing.</summary>
    StallInBlock,

    /// <summary>Reads a little of the body and closes.</summary>
    CloseWhileReading,
}

/// <summary>
/// Just enough of ClickHouse's HTTP interface to fail on demand: only for faults a real engine can't be made to show. Answers every query with one
/// row, the number it was made with.
/// </summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private readonly ulong _number;
    private readonly int _port;
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private CancellationTokenSource _stop = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private int _requests;

    public FaultyServer(ulong number)
    {
        _number = number;
        Listen(0);
        _port = ((IPEndPoint)_listener!.LocalEndpoint).Port;
    }

    public Uri Address =>
        new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}"));

    public Fault Fault { get; set; }

    /// <summary>Whether probes are answered well.</summary>
    public bool AnswersPings { get; set; } = true;

    /// <summary>Faults of the next requests, before <see cref="Fault"/> holds again.</summary>
    public ConcurrentQueue<Fault> Next { get; } = [];

    /// <summary>Whether clients have to wait for what never comes.</summary>
    public bool Hangs => Next.Append(Fault).Any(one => one is Fault.Hang or Fault.StallInBlock);

    /// <summary>Queries and inserts that came, pings not counted.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public int Connections => _clients.Count;

    public ConcurrentQueue<string> Lines { get; } = [];

    public void Refuse()
    {
        _stop.Cancel();
        _listener?.Stop();
        _listener = null;
        while (_clients.TryTake(out var client))
        {
            client.Dispose();
        }
    }

    public void Return() => Listen(_port);

    public async ValueTask DisposeAsync()
    {
        Refuse();
        await _accepting;
        _stop.Dispose();
    }

    private void Listen(int port)
    {
        _stop = new();
        _listener = new(IPAddress.Loopback, port);
        _listener.Server.SetSocketOption(
            SocketOptionLevel.Socket,
            SocketOptionName.ReuseAddress,
            true
        );
        _listener.Start();
        _accepting = AcceptAsync(_listener, _stop.Token);
    }

    private async Task AcceptAsync(TcpListener listener, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(ct);
                _clients.Add(client);
                _ = ServeAsync(client, ct);
            }
        }
        catch (Exception e)
            when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Told to refuse.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken ct)
    {
        try
        {
            using (client)
            {
                await using var stream = client.GetStream();
                while (await AnswerAsync(stream, ct)) { }
            }
        }
        catch (Exception e)
            when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client went, or we did.
        }
    }

    private async Task<bool> AnswerAsync(NetworkStream stream, CancellationToken ct)
    {
        var head = await ReadHeadAsync(stream, ct);
        if (head.Length == 0)
        {
            return false;
        }
        if (head.StartsWith("GET /ping", StringComparison.Ordinal))
        {
            var status = AnswersPings ? "200 OK" : "500 Internal Server Error";
            await SendAsync(stream, status, "Ok.\n"u8.ToArray(), ct);
            return true;
        }
        Interlocked.Increment(ref _requests);
        Lines.Enqueue(head[..head.IndexOf('\r', StringComparison.Ordinal)]);
        var fault = Next.TryDequeue(out var next) ? next : Fault;
        if (fault == Fault.CloseWhileReading)
        {
            await stream.ReadAtLeastAsync(new byte[16], 1, cancellationToken: ct);
            return false;
        }
        await ReadBodyAsync(stream, head, ct);
        return await AnswerAsync(stream, fault, ct);
    }

    private async Task<bool> AnswerAsync(NetworkStream stream, Fault fault, CancellationToken ct)
    {
        var block = await Wire.WriteAsync(new Block(("n", Column.Of<ulong>(new[] { _number }))));
        switch (fault)
        {
            case Fault.Status500:
                await SendAsync(stream, "500 Internal Server Error", "oops"u8.ToArray(), ct);
                return true;
            case Fault.TooManyQueries:
                var text =
                    "Code: 202. DB::Exception: Too many simultaneous queries. (TOO_MANY_SIMULTANEOUS_QUERIES)"u8.ToArray();
                await SendAsync(
                    stream,
                    "503 Service Unavailable\r\nX-ClickHouse-Exception-Code: 202",
                    text,
                    ct
                );
                return true;
            case Fault.Hang:
                await Task.Delay(Timeout.Infinite, ct);
                return false;
            case Fault.CloseBeforeAnswer:
                return false;
            case Fault.CutInFirstBlock:
                await SendChunksAsync(stream, [block[..^3]], ct);
                return false;
            case Fault.CutInSecondBlock:
                await SendChunksAsync(stream, [block, block[..^3]], ct);
                return false;
            case Fault.StallInBlock:
                await SendChunksAsync(stream, [block[..^3]], ct);
                await Task.Delay(Timeout.Infinite, ct);
                return false;
            default:
                await SendAsync(stream, "200 OK", block, ct);
                return true;
        }
    }

    private static async Task SendAsync(
        NetworkStream stream,
        string status,
        byte[] body,
        CancellationToken ct
    )
    {
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\n\r\n"),
            ct
        );
        await stream.WriteAsync(body, ct);
    }

    private static async Task SendChunksAsync(
        NetworkStream stream,
        byte[][] chunks,
        CancellationToken ct
    )
    {
        await stream.WriteAsync(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(),
            ct
        );
        foreach (var chunk in chunks)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), ct);
            await stream.WriteAsync(chunk, ct);
            await stream.WriteAsync("\r\n"u8.ToArray(), ct);
        }
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken ct)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, ct) == 1)
        {
            head.Append((char)one[0]);
            if (head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n")
            {
                return head.ToString();
            }
        }
        return "";
    }

    // Chunked bodies end in an empty chunk; the bytes before it may not look like one by chance in these tests.
    private static async Task ReadBodyAsync(NetworkStream stream, string head, CancellationToken ct)
    {
        const string LengthHeader = "Content-Length: ";
        var at = head.IndexOf(LengthHeader, StringComparison.OrdinalIgnoreCase);
        if (at >= 0)
        {
            var value = head[(at + LengthHeader.Length)..];
            var length = int.Parse(
                value[..value.IndexOf('\r', StringComparison.Ordinal)],
                CultureInfo.InvariantCulture
            );
            await stream.ReadExactlyAsync(new byte[length], ct);
            return;
        }
        var buffer = new byte[64 * 1024];
        var end = "0\r\n\r\n"u8.ToArray();
        var kept = Array.Empty<byte>();
        while (!kept.AsSpan().EndsWith(end))
        {
            var read = await stream.ReadAsync(buffer, ct);
            if (read == 0)
            {
                throw new IOException("The client stopped within its body.");
            }
            byte[] all = [.. kept, .. buffer.AsSpan(0, read)];
            kept = all[Math.Max(0, all.Length - end.Length)..];
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Platform.Benchmarks.Load;

/// <summary>
/// Subscribers of one Redis channel over plain sockets, and a publisher. A message's length on the wire is known, so readers
/// only count bytes: a client can't be cheaper than that.
/// </summary>
internal sealed class RedisCrowd : IAsyncDisposable
{
    private const string Channel = "ticks";
    private const int BufferBytes = 64 << 10;
    private const int PipelinedBytes = 64 << 10;

    private readonly List<Socket> _sockets = [];
    private readonly List<Task> _reading = [];
    private Socket _publisher = null!;
    private long _expected;
    private CountdownEvent _complete = new(1);

    public static async Task<RedisCrowd> GatherAsync(
        RedisServer server,
        int subscribers,
        CancellationToken cancellation
    )
    {
        var crowd = new RedisCrowd { _publisher = await server.ConnectAsync(cancellation) };
        var subscribe = Encoding.ASCII.GetBytes(
            $"*2\r\n$9\r\nSUBSCRIBE\r\n${Channel.Length}\r\n{Channel}\r\n"
        );
        var confirmation =
            $"*3\r\n$9\r\nsubscribe\r\n${Channel.Length}\r\n{Channel}\r\n:1\r\n".Length;
        var buffer = new byte[confirmation];
        for (var i = 0; i < subscribers; i++)
        {
            var socket = await server.ConnectAsync(cancellation);
            await socket.SendAsync(subscribe, cancellation);
            for (var read = 0; read < confirmation; )
            {
                read += await socket.ReceiveAsync(buffer.AsMemory(read), cancellation);
            }
            crowd._sockets.Add(socket);
        }
        foreach (var socket in crowd._sockets)
        {
            crowd._reading.Add(Task.Run(() => crowd.ReadAsync(socket), cancellation));
        }
        return crowd;
    }

    /// <summary>Publishes a payload so many times; returns how long it took until every subscriber had all of them.</summary>
    public async Task<TimeSpan> PublishAsync(
        ReadOnlyMemory<byte> payload,
        int messages,
        TimeSpan patience
    )
    {
        var size = payload.Length.ToString(CultureInfo.InvariantCulture);
        var head = $"${Channel.Length}\r\n{Channel}\r\n${size}\r\n";
        var delivered = $"*3\r\n$7\r\nmessage\r\n{head}".Length + payload.Length + 2;
        _complete = new CountdownEvent(_sockets.Count);
        Interlocked.Add(ref _expected, (long)delivered * messages);
        byte[] command =
        [
            .. Encoding.ASCII.GetBytes($"*3\r\n$7\r\nPUBLISH\r\n{head}"),
            .. payload.Span,
            (byte)'\r',
            (byte)'\n',
        ];
        var together = Math.Clamp(PipelinedBytes / command.Length, 1, messages);
        var pipelined = new byte[command.Length * together];
        for (var i = 0; i < together; i++)
        {
            command.CopyTo(pipelined, i * command.Length);
        }
        var clock = Stopwatch.StartNew();
        using var ended = new CancellationTokenSource();
        var answers = DrainAsync(ended.Token);
        for (var sent = 0; sent < messages; sent += together)
        {
            var count = Math.Min(together, messages - sent);
            await SendAllAsync(pipelined.AsMemory(0, count * command.Length));
        }
        if (!await Task.Run(() => _complete.Wait(patience)))
        {
            throw new TimeoutException("Redis did not deliver in time");
        }
        var took = clock.Elapsed;
        await ended.CancelAsync();
        await answers;
        return took;
    }

    public async ValueTask DisposeAsync()
    {
        _publisher.Dispose();
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
        await Task.WhenAll(_reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SendAllAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _publisher.SendAsync(bytes)..];
        }
    }

    private async Task DrainAsync(CancellationToken cancellation)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await _publisher.ReceiveAsync(buffer, cancellation) > 0) { }
        }
        catch (OperationCanceledException)
        {
            // The round is over.
        }
    }

    private async Task ReadAsync(Socket socket)
    {
        var buffer = new byte[BufferBytes];
        long total = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory());
            if (read == 0)
            {
                return;
            }
            total += read;
            if (total == Interlocked.Read(ref _expected))
            {
                _complete.Signal();
            }
        }
    }
}

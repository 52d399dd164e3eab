using System.Net;

namespace Platform.ClickHouseHost.Tests.Support;

/// <summary>An insert that runs, and keeps its connection, until it is told to end.</summary>
internal sealed class HeldInsert : IAsyncDisposable
{
    private readonly HeldBody body = new();
    private readonly SocketsHttpHandler handler = new()
    {
        Expect100ContinueTimeout = TimeSpan.FromMinutes(2),
    };
    private readonly HttpClient http;
    private readonly Task<HttpResponseMessage> sending;

    private HeldInsert(HostProcess host)
    {
        http = new HttpClient(handler) { BaseAddress = new Uri(host.Url) };
        var request = host.Client.Request(
            HttpMethod.Post,
            [("query", "INSERT INTO FUNCTION null('a UInt8') FORMAT TSV")],
            body
        );
        request.Headers.ExpectContinue = true;
        sending = http.SendAsync(request);
    }

    /// <summary>Returns once the insert has its connection: only then does the host ask for the body.</summary>
    public static async Task<HeldInsert> StartAsync(HostProcess host)
    {
        var held = new HeldInsert(host);
        var first = await Task.WhenAny(held.body.Asked, held.sending);
        await first;
        held.sending.IsCompleted.ShouldBeFalse();
        return held;
    }

    public async Task<Reply> EndAsync()
    {
        body.End();
        var response = await sending;
        return new Reply(
            response.StatusCode,
            response,
            await response.Content.ReadAsByteArrayAsync()
        );
    }

    public ValueTask DisposeAsync()
    {
        body.End();
        http.Dispose();
        handler.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class HeldBody : HttpContent
    {
        private readonly TaskCompletionSource asked = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        private readonly TaskCompletionSource ended = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        public Task Asked => asked.Task;

        public void End() => ended.TrySetResult();

        protected override async Task SerializeToStreamAsync(
            Stream stream,
            TransportContext? context
        )
        {
            await stream.WriteAsync("1\n"u8.ToArray());
            await stream.FlushAsync();
            asked.TrySetResult();
            await ended.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = -1;
            return false;
        }
    }
}

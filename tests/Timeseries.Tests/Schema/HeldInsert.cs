using System.Net;

namespace Platform.Timeseries.Tests.Schema;

/// <summary>An insert straight to the engine that has begun and does not end before it is told to.</summary>
internal sealed class HeldInsert : IAsyncDisposable
{
    // It is held for as long as the test takes.
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly HeldBody _body;
    private readonly Task<HttpResponseMessage> _sending;

    private HeldInsert(SchemaSuite suite, string into, string row)
    {
        _body = new HeldBody(row + "\n");
        var query = Uri.EscapeDataString($"INSERT INTO {into} FORMAT TSV");
        var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(suite.ClickHouse.Address, $"?query={query}&async_insert=0")
        )
        {
            Content = _body,
        };
        request.Headers.Add("X-ClickHouse-User", "platform");
        request.Headers.Add(
            "X-ClickHouse-Key",
            File.ReadAllText(suite.ClickHousePasswordFile).Trim()
        );
        _sending = _http.SendAsync(request);
    }

    /// <summary>Returns when the engine runs it: from then on it writes to the table that had the name.</summary>
    public static async Task<HeldInsert> StartAsync(SchemaSuite suite, string into, string row)
    {
        var held = new HeldInsert(suite, into, row);
        await Wait.UntilAsync(
            async () =>
                held._sending.IsCompleted
                || await suite.QueryClickHouseAsync(
                    $"SELECT count() FROM system.processes WHERE query_kind = 'Insert' AND startsWith(query, 'INSERT INTO {into}')"
                ) == "1",
            "the insert runs"
        );
        if (held._sending.IsCompleted)
        {
            using var answer = await held._sending;
            throw new InvalidOperationException(
                $"the insert ended at once: {await answer.Content.ReadAsStringAsync()}"
            );
        }
        return held;
    }

    public async Task EndAsync()
    {
        _body.End();
        using var answer = await _sending;
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    public ValueTask DisposeAsync()
    {
        _body.End();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class HeldBody(string row) : HttpContent
    {
        private readonly TaskCompletionSource _ended = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        public void End() => _ended.TrySetResult();

        protected override async Task SerializeToStreamAsync(
            System.IO.Stream stream,
            TransportContext? context
        )
        {
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(row));
            await stream.FlushAsync();
            await _ended.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = -1;
            return false;
        }
    }
}

internal static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task UntilAsync(Func<bool> condition, string what) =>
        UntilAsync(() => Task.FromResult(condition()), what);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what, int everyMs = 10)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (!await condition())
        {
            (DateTime.UtcNow < deadline).ShouldBeTrue(
                $"waited {Patience.TotalSeconds} s for: {what}"
            );
            await Task.Delay(everyMs);
        }
    }
}

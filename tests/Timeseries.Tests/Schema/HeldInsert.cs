using System.Net;

namespace Platform.Timeseries.Tests.Schema;

/// <summary>An insert straight to the engine that has begun and does not end before it is told to.</summary>
internal sealed class HeldInsert : IAsyncDisposable
{
    private readonly HttpClient _http = new();
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
                await suite.QueryClickHouseAsync(
                    $"SELECT count() FROM system.processes WHERE query_kind = 'Insert' AND startsWith(query, 'INSERT INTO {into}')"
                ) == "1",
            "the insert runs"
        );
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
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (!await condition())
        {
            (DateTime.UtcNow < deadline).ShouldBeTrue($"waited for: {what}");
            await Task.Delay(10);
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Platform.Timeseries.V1;

namespace Platform.Faults.StoresDown;

/// <summary>A symbol of a test's own, written and read through the gateway; it knows how many rows it has.</summary>
internal sealed class WrittenSymbol(FaultySuite suite)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());
    private int _rows;

    public string Name { get; } = $"DOWN.{Guid.NewGuid().ToString("N")[..8]}";

    public async Task WriteAsync(int rows, TimeSpan oddRowsLater = default)
    {
        var answer = await SendAsync(rows, oddRowsLater, Guid.NewGuid());
        answer.AcceptedRows.ShouldBe((uint)rows);
        _rows += rows;
    }

    /// <summary>
    /// The publisher may need a moment to find the log again. One id for all tries: one that failed may have been kept.
    /// </summary>
    public async Task WriteUntilTakenAsync()
    {
        const int rows = 10;
        var id = Guid.NewGuid();
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                var answer = await SendAsync(rows, default, id);
                (answer.AcceptedRows + answer.DuplicateRows).ShouldBe((uint)rows);
                _rows += rows;
                return;
            }
            catch (RpcException e)
                when (e.StatusCode == StatusCode.Unavailable && clock.Elapsed < Patience)
            {
                await Task.Delay(50);
            }
        }
    }

    private async Task<WriteTickBatchResponse> SendAsync(
        int rows,
        TimeSpan oddRowsLater,
        Guid id
    ) =>
        await _client.WriteTickBatchAsync(
            new WriteTickBatchRequest
            {
                Batch = Batch(rows, oddRowsLater),
                RequestId = id.ToString(),
            },
            suite.KeyHeaders,
            DateTime.UtcNow + Patience
        );

    public async Task ReadAsync()
    {
        var request = new ReadTicksRequest { Symbols = { Name } };
        using var call = _client.ReadTicks(request, suite.KeyHeaders, DateTime.UtcNow + Patience);
        var rows = 0;
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            rows += response.Batch.Bid.Count;
        }
        rows.ShouldBe(_rows);
    }

    /// <summary>The newest ticks, of memory, are all there are.</summary>
    public async Task ReadRecentAsync()
    {
        var answer = await _client.GetRecentTicksAsync(
            new GetRecentTicksRequest { Symbol = Name, Limit = (uint)_rows },
            suite.KeyHeaders,
            DateTime.UtcNow + Patience
        );
        answer
            .Batch.Bid.Select(bid => (int)bid)
            .Order()
            .ShouldBe(Enumerable.Range(1, _rows), "what is read from memory");
    }

    public async Task CandlesAsync() =>
        await _client.GetCandlesAsync(
            new GetCandlesRequest { Symbol = Name, Timeframe = Timeframe._1M },
            suite.KeyHeaders,
            DateTime.UtcNow + Patience
        );

    public async Task SubscribeAsync(TickStart start)
    {
        using var call = _client.SubscribeTicks(
            new SubscribeTicksRequest { Symbols = { Name }, Start = start },
            suite.KeyHeaders,
            DateTime.UtcNow + Patience
        );
        await foreach (var _ in call.ResponseStream.ReadAllAsync()) { }
    }

    public TickBatch Batch(int rows, TimeSpan oddRowsLater = default)
    {
        var batch = new TickBatch { Symbols = { Name } };
        for (var row = 0; row < rows; row++)
        {
            var later = row % 2 == 0 ? TimeSpan.Zero : oddRowsLater;
            batch.TimeUs.Add(1_711_900_000_000_000 + _rows + row + (long)later.TotalMicroseconds);
            batch.Bid.Add(_rows + row + 1);
            batch.Ask.Add(_rows + row + 2);
        }
        return batch;
    }

    public async Task UntilStoredAsync()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var text = await suite.QueryClickHouseAsync(
                $"SELECT count(), uniqExact(bid) FROM ticks WHERE symbol = '{Name}'"
            );
            if (text == string.Create(CultureInfo.InvariantCulture, $"{_rows}\t{_rows}"))
            {
                return;
            }
            clock.Elapsed.ShouldBeLessThan(Patience, $"{_rows} rows written, stored: {text}");
            await Task.Delay(50);
        }
    }
}

using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Schema.Service;
using Platform.Timeseries.Tables;
using Platform.Timeseries.Ticks.Storage;

namespace Platform.Timeseries.Schema;

/// <summary>
/// Keeps this service's writers out of the way of a step: rounds of candles and indicators as long as it takes, since
/// their deletes would wait for the merges that a rebuild stops; ticks and rows only while all must stand still. Ticks
/// wait in the log, rows for their turn. What somebody else began to write is waited for.
/// </summary>
internal sealed class WriterHalt(
    ClickHouseClient clickHouse,
    StoreGate gate,
    TableTurns turns,
    IOptions<SchemaOptions> options
)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private readonly StoreGate _gate = gate;
    private readonly TableTurns _turns = turns;
    private readonly TimeSpan _within = options.Value.HaltWait;

    public async Task<IStepScope> EnterAsync(CancellationToken cancellation) =>
        new Scope(
            this,
            await _gate.TryEnterRoundAsync(_within, cancellation) ?? throw NotStill("a round")
        );

    /// <summary>Returns when the inserts that now run have ended; later ones don't matter.</summary>
    public async Task AwaitInsertsAsync(CancellationToken cancellation)
    {
        var until = DateTime.UtcNow + _within;
        var awaited = await RunningAsync(cancellation);
        while (awaited.Count > 0)
        {
            if (DateTime.UtcNow > until)
            {
                throw NotStill("an insert");
            }
            await Task.Delay(Poll, cancellation);
            awaited.IntersectWith(await RunningAsync(cancellation));
        }
    }

    private async Task<HashSet<string>> RunningAsync(CancellationToken cancellation)
    {
        var rows = await clickHouse.QueryRowsAsync(
            "SELECT query_id FROM system.processes WHERE query_kind IN ('Insert', 'AsyncInsertFlush')",
            ct: cancellation
        );
        return [.. rows.Select(row => row.Get<string>("query_id"))];
    }

    private StoreNotStillException NotStill(string what) =>
        new(
            $"writing to the store did not come to a halt within {_within.TotalSeconds} s (Schema:HaltWait): {what} did not end"
        );

    private sealed class Scope(WriterHalt halt, IDisposable rounds) : IStepScope
    {
        private IDisposable? _rows;
        private IDisposable? _ticks;

        public async Task HaltAsync(CancellationToken cancellation)
        {
            // Rows first: ticks go on while callers' inserts end.
            _rows =
                await halt._turns.TryHoldInsertsAsync(halt._within, cancellation)
                ?? throw halt.NotStill("an insert of rows");
            _ticks =
                await halt._gate.TryEnterAsync(halt._within, cancellation)
                ?? throw halt.NotStill("an insert of ticks");
            await halt.AwaitInsertsAsync(cancellation);
        }

        public void Resume()
        {
            _ticks?.Dispose();
            _rows?.Dispose();
            _ticks = _rows = null;
        }

        public ValueTask DisposeAsync()
        {
            Resume();
            rounds.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Schema.Service;
using Platform.Timeseries.Tables;
using Platform.Timeseries.Ticks.Storage;

namespace Platform.Timeseries.Schema;

/// <summary>
/// Keeps this service's writers out of the way of a step: rounds of candles and indicators as long as it takes, since
/// their deletes would wait for the merges that a rebuild stops; ticks, rows and chunks of imports only while all must
/// stand still. Ticks wait in the log, rows and chunks for their turn. What somebody else began to write is waited for.
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
    public Task AwaitInsertsAsync(CancellationToken cancellation) =>
        AwaitAsync(
            "an insert",
            "SELECT query_id FROM system.processes WHERE query_kind IN ('Insert', 'AsyncInsertFlush')",
            row => row.Get<string>("query_id"),
            cancellation
        );

    /// <summary>Returns when the merges of a table that now run have ended, one way or the other.</summary>
    /// <param name="table">database.table, as <see cref="StepTexts.Full"/> writes it.</param>
    public Task AwaitMergesAsync(string table, CancellationToken cancellation) =>
        AwaitAsync(
            "a merge",
            "SELECT database, table, result_part_name FROM system.merges",
            row =>
                StepTexts.FullOf(row.Get<string>("database"), row.Get<string>("table")) == table
                    ? row.Get<string>("result_part_name")
                    : null,
            cancellation
        );

    private async Task AwaitAsync(
        string what,
        string running,
        Func<Row, string?> idOf,
        CancellationToken cancellation
    )
    {
        var until = DateTime.UtcNow + _within;
        HashSet<string>? awaited = null;
        while (true)
        {
            // Before the look: what has ended by the end of the time counts, however late it is looked at.
            var isLast = DateTime.UtcNow > until;
            var rows = await clickHouse.QueryRowsAsync(running, ct: cancellation);
            var now = rows.Select(idOf).OfType<string>().ToHashSet();
            if (awaited is null)
            {
                awaited = now;
            }
            else
            {
                awaited.IntersectWith(now);
            }
            if (awaited.Count == 0)
            {
                return;
            }
            if (isLast)
            {
                throw NotStill(what);
            }
            await Task.Delay(Poll, cancellation);
        }
    }

    private StoreNotStillException NotStill(string what) =>
        new(
            $"writing to the store did not come to a halt within {_within.TotalSeconds} s (Schema:HaltWait): {what} did not end"
        );

    private sealed class Scope(WriterHalt halt, IDisposable rounds) : IStepScope
    {
        private IDisposable? _rows;
        private IDisposable? _rest;

        public async Task HaltAsync(CancellationToken cancellation)
        {
            // Rows first: they wait for their turn, not at the gate, where they would keep chunks of imports out.
            _rows =
                await halt._turns.TryHoldInsertsAsync(halt._within, cancellation)
                ?? throw halt.NotStill("an insert of rows");
            // A chunk of an import is stored and noted on one side of the change, not across it.
            _rest =
                await halt._gate.TryEnterRestAsync(halt._within, cancellation)
                ?? throw halt.NotStill("an insert of ticks, or a chunk of an import");
            await halt.AwaitInsertsAsync(cancellation);
        }

        public void Resume()
        {
            _rest?.Dispose();
            _rows?.Dispose();
            _rest = _rows = null;
        }

        public ValueTask DisposeAsync()
        {
            Resume();
            rounds.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

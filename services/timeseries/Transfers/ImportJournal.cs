using Platform.ClickHouse;
using Platform.Timeseries.Ticks.Storage;

namespace Platform.Timeseries.Transfers;

/// <summary>
/// Which chunks of which sources are in which tables, noted in the store itself, so that it is backed up
/// and restored with them. A chunk is noted after it is stored; an attempt before anything is.
/// </summary>
internal sealed class ImportJournal(ClickHouseClient clickHouse, StoreGate gate)
{
    private const string Name = "platform_import_journal";

    // Chunks count from 0.
    private const long Attempt = -1;

    private static readonly InsertOptions Durable = new()
    {
        Settings = new Dictionary<string, string> { ["async_insert"] = "0" },
    };

    // In the store that was replaced so often.
    private int? _exists;

    public static bool IsOwn(string table) => table == Name;

    /// <summary>Stored chunks of a source, and when, in seconds, anybody first began to store one; null: nobody did.</summary>
    public async Task<(HashSet<uint> Stored, uint? AttemptedAt)> ReadAsync(
        string source,
        string table,
        CancellationToken cancellation
    )
    {
        await CreateAsync(cancellation);
        var stored = new HashSet<uint>();
        uint? attemptedAt = null;
        var blocks = clickHouse.QueryAsync(
            $"SELECT chunk, toUnixTimestamp(noted_at) FROM {Name} WHERE source = {{source:String}} AND target = {{target:String}}",
            new QueryParameters { { "source", source }, { "target", table } },
            ct: cancellation
        );
        await foreach (var block in blocks)
        {
            using (block)
            {
                var chunks = block.Values<long>(0);
                var times = block.Values<uint>(1);
                for (var i = 0; i < block.RowCount; i++)
                {
                    attemptedAt = Math.Min(attemptedAt ?? uint.MaxValue, times[i]);
                    if (chunks[i] >= 0)
                    {
                        stored.Add((uint)chunks[i]);
                    }
                }
            }
        }
        return (stored, attemptedAt);
    }

    public Task NoteAttemptAsync(string source, string table, CancellationToken cancellation) =>
        NoteAsync(source, table, Attempt, 0, cancellation);

    public Task NoteStoredAsync(
        string source,
        string table,
        uint chunk,
        ulong rows,
        CancellationToken cancellation
    ) => NoteAsync(source, table, chunk, rows, cancellation);

    private async Task NoteAsync(
        string source,
        string table,
        long chunk,
        ulong rows,
        CancellationToken cancellation
    )
    {
        using var block = new Block(
            ("source", Column.Strings([source])),
            ("target", Column.Strings([table])),
            ("chunk", Column.Of<long>(new[] { chunk })),
            ("rows", Column.Of<ulong>(new[] { rows }))
        );
        await clickHouse.InsertAsync(Name, block, Durable, cancellation);
    }

    private async Task CreateAsync(CancellationToken cancellation)
    {
        var store = gate.Replacements;
        if (_exists == store)
        {
            return;
        }
        await clickHouse.ExecuteAsync(
            $"""
            CREATE TABLE IF NOT EXISTS {Name}
            (
                source String COMMENT 'digest of the file and how it was cut',
                target LowCardinality(String) COMMENT 'the table it went into',
                chunk Int64 COMMENT 'number of the chunk; -1: an import was begun',
                rows UInt64 COMMENT 'rows of the chunk',
                noted_at DateTime64(3, 'UTC') DEFAULT now64(3)
            )
            ENGINE = MergeTree
            ORDER BY (source, target, chunk)
            SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
            COMMENT 'What was imported, so that repeating an import adds nothing'
            """,
            options: new QueryOptions { Idempotent = true },
            ct: cancellation
        );
        _exists = store;
    }
}

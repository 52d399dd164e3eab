using System.Globalization;
using Platform.ClickHouse;
using Platform.Schema.Service.Journal;

namespace Platform.Timeseries.Schema;

/// <summary>The journal of the schema, in a database of its own beside the tables it tells of.</summary>
internal sealed class ClickHouseJournal(ClickHouseClient clickHouse) : ISchemaJournal
{
    public const string Database = "platform_schema";
    public const string TableName = "journal";
    private const string Table = $"{Database}.{TableName}";
    private const int UnknownTable = 60;
    private const int UnknownDatabase = 81;
    private const int EntriesMax = 1_000_000;

    private const string Ddl = $"""
        CREATE TABLE IF NOT EXISTS {Table}
        (
            at DateTime64(6, 'UTC'),
            run UUID,
            event UInt8 COMMENT '1 run started, 2 step started, 3 step done, 4 step failed, 5 step rolled back, 6 step kept, 7 run finished, 8 run failed, 9 run closed',
            pack String,
            from_version String,
            to_version String,
            request_id String,
            request String,
            step UInt32 COMMENT '0: the whole run',
            total UInt32,
            definition String,
            summary String,
            statements Array(String),
            undo Array(String),
            destructive Bool,
            backup String,
            error String
        )
        ENGINE = MergeTree
        ORDER BY at
        SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
        COMMENT 'What was done to the definitions, and when'
        """;

    private const string Columns = """
        toUnixTimestamp64Micro(at) AS at_us, run, event, pack, from_version, to_version, request_id,
        request, step, total, definition, summary, statements, undo, destructive, backup, error
        """;

    public async Task AppendAsync(
        IReadOnlyList<JournalEntry> entries,
        CancellationToken cancellation
    )
    {
        try
        {
            await InsertAsync(entries, cancellation);
        }
        catch (ClickHouseException e) when (e.Code is UnknownTable or UnknownDatabase)
        {
            await CreateAsync(cancellation);
            await InsertAsync(entries, cancellation);
        }
    }

    public Task<IReadOnlyList<JournalEntry>> ReadRunsAsync(CancellationToken cancellation) =>
        ReadAsync($"SELECT {Columns} FROM {Table} WHERE step = 0 ORDER BY at", [], cancellation);

    public Task<IReadOnlyList<JournalEntry>> ReadRunAsync(
        Guid run,
        CancellationToken cancellation
    ) =>
        ReadAsync(
            $"SELECT {Columns} FROM {Table} WHERE run = {"{run:UUID}"} ORDER BY at",
            new QueryParameters { { "run", run } },
            cancellation
        );

    private async Task CreateAsync(CancellationToken cancellation)
    {
        var again = new QueryOptions { Idempotent = true };
        await clickHouse.ExecuteAsync(
            $"CREATE DATABASE IF NOT EXISTS {Database} ENGINE = Atomic",
            options: again,
            ct: cancellation
        );
        await clickHouse.ExecuteAsync(Ddl, options: again, ct: cancellation);
    }

    private async Task InsertAsync(
        IReadOnlyList<JournalEntry> entries,
        CancellationToken cancellation
    )
    {
        Column Texts(Func<JournalEntry, string> text) => Column.Strings([.. entries.Select(text)]);
        Column Lists(Func<JournalEntry, IReadOnlyList<string>> list) =>
            Column.FromValues(
                "Array(String)",
                [.. entries.Select(entry => (object?)list(entry).ToArray())]
            );
        var block = new Block(
            (
                "at",
                Column.Of<long>(
                    "DateTime64(6, 'UTC')",
                    entries.Select(entry => Micros(entry.At)).ToArray()
                )
            ),
            ("run", Column.Of<Guid>(entries.Select(entry => entry.Run).ToArray())),
            ("event", Column.Of<byte>(entries.Select(entry => (byte)entry.Event).ToArray())),
            ("pack", Texts(entry => entry.Pack)),
            ("from_version", Texts(entry => entry.FromVersion)),
            ("to_version", Texts(entry => entry.ToVersion)),
            ("request_id", Texts(entry => entry.RequestId)),
            ("request", Texts(entry => entry.Request)),
            ("step", Column.Of<uint>(entries.Select(entry => (uint)entry.Step).ToArray())),
            ("total", Column.Of<uint>(entries.Select(entry => (uint)entry.Total).ToArray())),
            ("definition", Texts(entry => entry.Definition)),
            ("summary", Texts(entry => entry.Summary)),
            ("statements", Lists(entry => entry.Statements)),
            ("undo", Lists(entry => entry.Undo)),
            (
                "destructive",
                Column.Of<bool>(entries.Select(entry => entry.IsDestructive).ToArray())
            ),
            ("backup", Texts(entry => entry.Backup)),
            ("error", Texts(entry => entry.Error))
        );
        await clickHouse.InsertAsync(Table, block, ct: cancellation);
    }

    private async Task<IReadOnlyList<JournalEntry>> ReadAsync(
        string sql,
        QueryParameters parameters,
        CancellationToken cancellation
    )
    {
        try
        {
            var rows = await clickHouse.QueryRowsAsync(
                sql,
                parameters,
                maxRows: EntriesMax,
                ct: cancellation
            );
            return [.. rows.Select(Entry)];
        }
        catch (ClickHouseException e) when (e.Code is UnknownTable or UnknownDatabase)
        {
            return [];
        }
    }

    private static JournalEntry Entry(Row row) =>
        new()
        {
            At = DateTimeOffset.UnixEpoch.AddMicroseconds(row.Get<long>("at_us")),
            Run = row.Get<Guid>("run"),
            Event = (JournalEvent)row.Get<byte>("event"),
            Pack = row.Get<string>("pack"),
            FromVersion = row.Get<string>("from_version"),
            ToVersion = row.Get<string>("to_version"),
            RequestId = row.Get<string>("request_id"),
            Request = row.Get<string>("request"),
            Step = (int)row.Get<uint>("step"),
            Total = (int)row.Get<uint>("total"),
            Definition = row.Get<string>("definition"),
            Summary = row.Get<string>("summary"),
            Statements = Texts(row["statements"]),
            Undo = Texts(row["undo"]),
            IsDestructive = Convert.ToBoolean(row["destructive"], CultureInfo.InvariantCulture),
            Backup = row.Get<string>("backup"),
            Error = row.Get<string>("error"),
        };

    private static IReadOnlyList<string> Texts(object? list) =>
        [.. ((System.Collections.IEnumerable)list!).Cast<string>()];

    private static long Micros(DateTimeOffset at) =>
        (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}

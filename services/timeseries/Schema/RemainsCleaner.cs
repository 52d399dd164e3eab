using Platform.ClickHouse;
using Platform.Schema.Rendering;

namespace Platform.Timeseries.Schema;

/// <summary>Takes rebuilds that were cut off back or to their end.</summary>
internal sealed class RemainsCleaner(ClickHouseClient clickHouse)
{
    public async Task<bool> AnyAsync(CancellationToken cancellation) =>
        (await NamesAsync(cancellation)).Count > 0;

    public async Task ClearAsync(CancellationToken cancellation)
    {
        foreach (var name in await NamesAsync(cancellation))
        {
            foreach (var statement in await StatementsAsync(name, cancellation))
            {
                await clickHouse.ExecuteAsync(
                    statement,
                    options: new QueryOptions { Timeout = TimeSpan.FromMinutes(10) },
                    ct: cancellation
                );
            }
        }
    }

    private async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellation)
    {
        var rows = await clickHouse.QueryRowsAsync(
            """
            SELECT name FROM system.tables
            WHERE database = {database:String} AND endsWith(name, {suffix:String})
                AND engine = 'Log' AND comment = {comment:String}
            """,
            new QueryParameters
            {
                { "database", StepTexts.BackupDatabase },
                { "suffix", RebuildRemains.Suffix },
                { "comment", RebuildRemains.Comment },
            },
            ct: cancellation
        );
        return [.. rows.Select(row => row.Get<string>("name"))];
    }

    private async Task<IReadOnlyList<string>> StatementsAsync(
        string name,
        CancellationToken cancellation
    )
    {
        var backup = name[..^RebuildRemains.Suffix.Length];
        var rows = await clickHouse.QueryRowsAsync(
            $"""
            SELECT note.database AS database, note.table AS table,
                live.uuid = note.owner AS is_live, old.uuid = note.owner AS is_old, position(old.engine_full, ' TTL ') > 0 AS has_ttl
            FROM (SELECT * FROM {StepTexts.BackupDatabase}.{ClickHouseSql.Identifier(
                name
            )} WHERE name = '') AS note
            LEFT JOIN system.tables AS live ON live.database = note.database AND live.name = note.table
            LEFT JOIN (SELECT * FROM system.tables WHERE database = {"{backups:String}"} AND name = {"{backup:String}"}) AS old ON true
            """,
            new QueryParameters { { "backups", StepTexts.BackupDatabase }, { "backup", backup } },
            ct: cancellation
        );
        if (rows.Count == 0)
        {
            // Cut off before it had noted anything, so before it had done anything.
            return [RebuildRemains.DropOf(name)];
        }
        var row = rows[0];
        var remains = new RebuildRemains(
            backup,
            row.Get<string>("database"),
            row.Get<string>("table")
        );
        return IsTrue(row["is_old"]) ? remains.End(IsTrue(row["has_ttl"]))
            : IsTrue(row["is_live"]) ? remains.TakeBack
            // Somebody dropped or replaced the table since: the copy is not ours to judge, and there is nothing to mend.
            : [RebuildRemains.DropOf(name)];
    }

    private static bool IsTrue(object? value) => Convert.ToInt32(value, null) != 0;
}

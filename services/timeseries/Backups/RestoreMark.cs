using Platform.ClickHouse;
using Platform.Timeseries.Schema;

namespace Platform.Timeseries.Backups;

/// <summary>
/// Stands in the store while a backup is restored into it, so that what a killed restore left is never taken for a
/// store: a table whose comment names the backup.
/// </summary>
internal sealed class RestoreMark(ClickHouseClient clickHouse)
{
    private const string Name = "restoring";
    private const string Table = $"{ClickHouseJournal.Database}.{Name}";
    private static readonly QueryOptions Again = new() { Idempotent = true };

    /// <summary>The backup whose restore was not finished; null: none.</summary>
    public async Task<string?> FindAsync(CancellationToken cancellation)
    {
        var rows = await clickHouse.QueryRowsAsync(
            "SELECT comment FROM system.tables WHERE database = {database:String} AND name = {name:String}",
            new QueryParameters { { "database", ClickHouseJournal.Database }, { "name", Name } },
            ct: cancellation
        );
        return rows is [var mark] ? (string)mark[0]! : null;
    }

    /// <param name="backup">Letters, digits, - and _.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task SetAsync(string backup, CancellationToken cancellation)
    {
        await clickHouse.ExecuteAsync(
            $"CREATE DATABASE IF NOT EXISTS {ClickHouseJournal.Database} ENGINE = Atomic",
            options: Again,
            ct: cancellation
        );
        await ClearAsync(cancellation);
        await clickHouse.ExecuteAsync(
            $"CREATE TABLE IF NOT EXISTS {Table} (backup String) ENGINE = Memory COMMENT '{backup}'",
            options: Again,
            ct: cancellation
        );
    }

    public async Task ClearAsync(CancellationToken cancellation) =>
        await clickHouse.ExecuteAsync(
            $"DROP TABLE IF EXISTS {Table} SYNC",
            options: Again,
            ct: cancellation
        );

    /// <exception cref="UnfinishedRestoreException">What is there is a part of a backup.</exception>
    public async Task RefuseAsync(CancellationToken cancellation)
    {
        if (await FindAsync(cancellation) is { } backup)
        {
            throw new UnfinishedRestoreException(backup);
        }
    }
}

internal sealed class UnfinishedRestoreException(string backup)
    : Exception($"restoring backup '{backup}' into this store was not finished: restore it again");

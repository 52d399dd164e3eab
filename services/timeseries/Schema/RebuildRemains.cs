using Platform.Schema.Rendering;

namespace Platform.Timeseries.Schema;

/// <summary>
/// A table beside the copy that a rebuild fills: whose rebuild it is and which parts are copied. It is the first thing a
/// rebuild makes and the last it drops, so one that is there tells of a rebuild that was cut off.
/// </summary>
/// <param name="backup">The copy's name, and after the exchange the old table's.</param>
/// <param name="database">Of the table that is rebuilt.</param>
/// <param name="table">Its name.</param>
internal sealed class RebuildRemains(string backup, string database, string table)
{
    public const string Suffix = "__parts";
    public const string Comment = "A rebuild is under way: its table and the parts it copied";

    /// <summary>Parts that were there at the beginning.</summary>
    public const int First = 1;

    /// <summary>Parts that came while those were copied.</summary>
    public const int Late = 2;

    private const string Database = StepTexts.BackupDatabase;

    private readonly string _full =
        $"{StepTexts.BackupDatabase}.{ClickHouseSql.Identifier(backup + Suffix)}";

    private readonly string _backup =
        $"{StepTexts.BackupDatabase}.{ClickHouseSql.Identifier(backup)}";

    private readonly string _where =
        $"database = {ClickHouseSql.Literal(database)} AND table = {ClickHouseSql.Literal(table)}";

    /// <summary>The table's id stays with its rows when names are exchanged: it tells whether they were.</summary>
    public IReadOnlyList<string> Begin =>
        [
            $"CREATE TABLE IF NOT EXISTS {_full} (name String, round UInt8, owner UUID, database String, table String) "
                + $"ENGINE = Log COMMENT {ClickHouseSql.Literal(Comment)}",
            $"INSERT INTO {_full} SELECT '', 0, uuid, database, name FROM system.tables "
                + $"WHERE database = {ClickHouseSql.Literal(database)} AND name = {ClickHouseSql.Literal(table)}",
        ];

    public string NoteParts(int round) =>
        $"INSERT INTO {_full} (name, round) SELECT name, {round} FROM system.parts "
        + $"WHERE {_where} AND active AND name NOT IN ({Parts()})";

    public string Parts(int round) => $"SELECT name FROM {_full} WHERE round = {round}";

    public string Parts() => $"SELECT name FROM {_full}";

    /// <summary>After the exchange. A backup is kept until it is dropped by hand.</summary>
    public IReadOnlyList<string> End(bool hasTtl) =>
        [
            .. hasTtl ? [$"ALTER TABLE {_backup} REMOVE TTL"] : Array.Empty<string>(),
            $"SYSTEM START MERGES {_backup}",
            Drop,
        ];

    /// <summary>When it did not come to the exchange: all is as if it had not begun.</summary>
    public IReadOnlyList<string> TakeBack =>
        [
            $"SYSTEM START MERGES {ClickHouseSql.Identifier(database)}.{ClickHouseSql.Identifier(table)}",
            $"DROP TABLE IF EXISTS {_backup} SYNC",
            Drop,
        ];

    private string Drop => $"DROP TABLE IF EXISTS {_full} SYNC";

    public static string DropOf(string remains) =>
        $"DROP TABLE IF EXISTS {Database}.{ClickHouseSql.Identifier(remains)} SYNC";
}

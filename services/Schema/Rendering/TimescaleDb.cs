using Platform.Schema.Model;

namespace Platform.Schema.Rendering;

/// <summary>What TimescaleDB adds to a table: chunks, compression and policies of its own.</summary>
internal static class TimescaleDb
{
    public static IEnumerable<Statement> Hypertable(string schema, PostgreSqlTable table)
    {
        if (table.Hypertable is not { } cut)
        {
            yield break;
        }
        var name = $"{schema}.{table.Name}";
        yield return new Statement(
            $"hypertable {table.Name}",
            $"SELECT create_hypertable('{name}', by_range('{cut.TimeColumn}', INTERVAL '{cut.ChunkInterval}'), if_not_exists => TRUE)"
        );
        if (cut.Compression is { } packed)
        {
            yield return new Statement(
                $"compression of {table.Name}",
                $"ALTER TABLE {PostgreSqlTables.Name(schema, table.Name)} SET (timescaledb.compress, "
                    + $"timescaledb.compress_segmentby = '{string.Join(", ", packed.SegmentBy)}', "
                    + $"timescaledb.compress_orderby = '{string.Join(", ", packed.OrderBy)}')"
            );
            yield return new Statement(
                $"compression policy of {table.Name}",
                $"SELECT add_compression_policy('{name}', INTERVAL '{packed.After}', if_not_exists => TRUE)"
            );
        }
        foreach (var retention in table.Retention.Where(retention => retention.Where is null))
        {
            yield return new Statement(
                $"retention policy of {table.Name}",
                $"SELECT add_retention_policy('{name}', INTERVAL '{retention.After}', if_not_exists => TRUE)"
            );
        }
    }

    public static IEnumerable<Statement> RefreshPolicy(string schema, PostgreSqlView view) =>
        view.Refresh is not { } refresh
            ? []
            :
            [
                new Statement(
                    $"refresh policy of {view.Name}",
                    $"SELECT add_continuous_aggregate_policy('{schema}.{view.Name}', "
                        + $"start_offset => {Offset(refresh.StartOffset)}, end_offset => {Offset(refresh.EndOffset)}, "
                        + $"schedule_interval => INTERVAL '{refresh.Every}', if_not_exists => TRUE)"
                ),
            ];

    private static string Offset(string? interval) =>
        interval is null ? "NULL" : $"INTERVAL '{interval}'";
}

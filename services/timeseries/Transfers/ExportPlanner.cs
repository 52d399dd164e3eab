using Platform.ClickHouse;

namespace Platform.Timeseries.Transfers;

/// <summary>A stretch of time whose rows are sent together, and about how many they are.</summary>
internal sealed record ExportRange(long FromUs, long ToUs, ulong Rows);

/// <summary>Cuts an export into ranges of about as many rows each, at full minutes.</summary>
internal sealed class ExportPlanner(ClickHouseClient clickHouse)
{
    private const long MinuteUs = 60_000_000;

    public async Task<IReadOnlyList<ExportRange>> PlanAsync(
        ExportQuery query,
        long fromUs,
        long toUs,
        ulong rowsAimed,
        QueryOptions options,
        CancellationToken cancellation
    )
    {
        var parameters = query.Parameters(fromUs, toUs);
        if (query.TimeColumn is null)
        {
            var all = await clickHouse.QueryScalarAsync<ulong>(
                query.Count,
                parameters,
                options,
                cancellation
            );
            return [new ExportRange(fromUs, toUs, all)];
        }
        var ranges = new List<ExportRange>();
        var begin = fromUs;
        var end = fromUs;
        var rows = 0UL;
        await foreach (
            var block in clickHouse.QueryAsync(query.Minutes, parameters, options, cancellation)
        )
        {
            using (block)
            {
                var minutes = block.Values<long>(0);
                var counts = block.Values<ulong>(1);
                for (var i = 0; i < block.RowCount; i++)
                {
                    if (rows > 0 && rows + counts[i] > rowsAimed)
                    {
                        ranges.Add(new ExportRange(begin, end, rows));
                        begin = end;
                        rows = 0;
                    }
                    rows += counts[i];
                    end = Math.Min(toUs, (minutes[i] + 1) * MinuteUs);
                }
            }
        }
        if (rows > 0 || ranges.Count == 0)
        {
            ranges.Add(new ExportRange(begin, end, rows));
        }
        return ranges;
    }
}

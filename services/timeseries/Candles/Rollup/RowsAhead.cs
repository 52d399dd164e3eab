using Platform.ClickHouse;

namespace Platform.Timeseries.Candles.Rollup;

/// <summary>
/// By partition, how far rows reach that are ahead of the progress: rounds that were cut off, or whose
/// end is not noted.
/// </summary>
internal static class RowsAhead
{
    // The floor by itself is for the index; the partition's own progress is exact.
    private const string OfKnown = """
        SELECT log_partition, through FROM candles
        WHERE through > {floor:Int64}
            AND toInt64(through) > transform(log_partition, {p:Array(UInt32)}, {t:Array(Int64)}, toInt64(-1))
        """;

    // Rows however old are ahead then. Only those of symbols with ticks there can be met by a round, and symbols are
    // what candles are sorted by, while nothing but a look at every row tells its partition.
    private const string OfUnknown = """
        SELECT log_partition, through FROM candles
        WHERE log_partition IN {u:Array(UInt32)}
            AND symbol IN (SELECT DISTINCT symbol FROM ticks WHERE log_partition IN {u:Array(UInt32)})
        """;

    /// <param name="clickHouse">Where the rows are.</param>
    /// <param name="known">The progress of the partitions that have any.</param>
    /// <param name="partitions">How many there are.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<Dictionary<uint, SortedSet<long>>> ReadAsync(
        ClickHouseClient clickHouse,
        Dictionary<uint, long> known,
        int partitions,
        CancellationToken cancellation
    )
    {
        var (sql, parameters) = Query(known, partitions);
        var blocks = clickHouse.QueryAsync(sql, parameters, ct: cancellation);
        var ahead = new Dictionary<uint, SortedSet<long>>();
        await foreach (var block in blocks)
        {
            using (block)
            {
                Add(ahead, block.Values<uint>(0), block.Values<ulong>(1));
            }
        }
        return ahead;
    }

    public static (string Sql, QueryParameters Parameters) Query(
        Dictionary<uint, long> known,
        int partitions
    )
    {
        var parameters = new QueryParameters
        {
            { "floor", FloorOf(known) },
            { "p", known.Select(one => one.Key).Append(uint.MaxValue).ToArray() },
            { "t", known.Select(one => one.Value).Append(-1L).ToArray() },
        };
        var sql = OfKnown;
        var unknown = UnknownOf(known, partitions);
        if (unknown.Length > 0)
        {
            parameters.Add("u", unknown);
            sql = $"{OfKnown}\nUNION ALL\n{OfUnknown}";
        }
        return ($"SELECT DISTINCT log_partition, through FROM ({sql})", parameters);
    }

    /// <summary>No row that is ahead of its partition's progress reaches only up to here.</summary>
    public static long FloorOf(Dictionary<uint, long> known) =>
        known.Count == 0 ? -1 : known.Values.Min();

    /// <summary>
    /// The partitions whose first round may have been cut off before it was noted. None before the first round
    /// of all: every row is looked at then.
    /// </summary>
    public static uint[] UnknownOf(Dictionary<uint, long> known, int partitions) =>
        known.Count == 0
            ? []
            :
            [
                .. Enumerable
                    .Range(0, partitions)
                    .Select(partition => (uint)partition)
                    .Where(partition => !known.ContainsKey(partition)),
            ];

    private static void Add(
        Dictionary<uint, SortedSet<long>> ahead,
        ReadOnlySpan<uint> partitions,
        ReadOnlySpan<ulong> through
    )
    {
        for (var i = 0; i < partitions.Length; i++)
        {
            if (!ahead.TryGetValue(partitions[i], out var reached))
            {
                ahead[partitions[i]] = reached = [];
            }
            reached.Add((long)through[i]);
        }
    }
}

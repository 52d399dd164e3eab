using Platform.ClickHouse;

namespace Platform.Timeseries.Ticks.Storage;

/// <summary>
/// How far storage has got, read back from storage itself. The last insert may have been cut off
/// between two months' parts, so the newest stretch is compared record by record.
/// </summary>
internal sealed class StoredProgress
{
    private readonly long[] _through;
    private readonly ulong[] _checkFrom;
    private readonly Dictionary<ulong, uint>[] _rowsByOffset;

    private StoredProgress(long[] through, ulong[] checkFrom, Dictionary<ulong, uint>[] rows)
    {
        _through = through;
        _checkFrom = checkFrom;
        _rowsByOffset = rows;
    }

    /// <summary>By partition, the newest offset any row of is stored; -1: none.</summary>
    public long[] Through => _through;

    /// <summary>By partition, the offset from which the log has to be read again.</summary>
    public ulong[] CheckFrom => _checkFrom;

    public static async Task<StoredProgress> ReadAsync(
        ClickHouseClient clickHouse,
        int partitions,
        int window,
        CancellationToken cancellation
    )
    {
        var through = new long[partitions];
        Array.Fill(through, -1);
        var newest = await clickHouse.QueryRowsAsync(
            "SELECT log_partition, max(log_offset) FROM ticks GROUP BY log_partition",
            ct: cancellation
        );
        foreach (var row in newest)
        {
            var partition = (uint)row[0]!;
            if (partition >= partitions)
            {
                throw new InvalidDataException(
                    $"Storage holds ticks of partition {partition}, but the log's topic has "
                        + $"{partitions}: it is not the log these ticks came through."
                );
            }
            through[partition] = (long)(ulong)row[1]!;
        }
        var from = new ulong[partitions];
        var rows = new Dictionary<ulong, uint>[partitions];
        for (var partition = 0; partition < partitions; partition++)
        {
            from[partition] = (ulong)Math.Max(0, through[partition] + 1 - window);
            rows[partition] =
                through[partition] < 0
                    ? []
                    : await CountRowsAsync(clickHouse, partition, from[partition], cancellation);
        }
        return new StoredProgress(through, from, rows);
    }

    /// <summary>Rows of the record that storage has; only for offsets from CheckFrom to Through.</summary>
    public uint RowsOf(uint partition, ulong offset) =>
        _rowsByOffset[partition].GetValueOrDefault(offset);

    /// <summary>Which rows of a record storage has.</summary>
    public static async Task<HashSet<uint>> RowNumbersAsync(
        ClickHouseClient clickHouse,
        uint partition,
        ulong offset,
        CancellationToken cancellation
    )
    {
        var rows = await clickHouse.QueryRowsAsync(
            "SELECT log_row FROM ticks WHERE log_partition = {p:UInt32} AND log_offset = {o:UInt64}",
            new QueryParameters { { "p", partition }, { "o", offset } },
            maxRows: 1_000_000,
            ct: cancellation
        );
        return [.. rows.Select(row => (uint)row[0]!)];
    }

    private static async Task<Dictionary<ulong, uint>> CountRowsAsync(
        ClickHouseClient clickHouse,
        int partition,
        ulong from,
        CancellationToken cancellation
    )
    {
        var counts = new Dictionary<ulong, uint>();
        var blocks = clickHouse.QueryAsync(
            "SELECT log_offset, toUInt32(count()) FROM ticks "
                + "WHERE log_partition = {p:UInt32} AND log_offset >= {from:UInt64} GROUP BY log_offset",
            new QueryParameters { { "p", (uint)partition }, { "from", from } },
            ct: cancellation
        );
        await foreach (var block in blocks)
        {
            using (block)
            {
                var offsets = block.Values<ulong>(0);
                var rows = block.Values<uint>(1);
                for (var i = 0; i < block.RowCount; i++)
                {
                    counts.Add(offsets[i], rows[i]);
                }
            }
        }
        return counts;
    }
}

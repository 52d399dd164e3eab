using Platform.ClickHouse;
using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Ticks.Storage;

/// <summary>A row with its place in the log.</summary>
internal readonly record struct StoredRow(
    Tick Tick,
    string Symbol,
    string Broker,
    string AccountType,
    long IngestUs,
    uint Partition,
    ulong Offset,
    uint Row
);

/// <summary>The columns a <see cref="StoredRow"/> is read from, in one order everywhere.</summary>
internal static class StoredRows
{
    public const string Columns =
        "timestamp, bid, ask, last, volume, spread, primary_session, flags, symbol, broker, "
        + "account_type, ingest_time, log_partition, log_offset, log_row";

    public static void Read(Block block, List<StoredRow> into)
    {
        var time = block.Values<long>(0);
        var bid = block.Values<double>(1);
        var ask = block.Values<double>(2);
        var last = block.Values<double>(3);
        var volume = block.Values<ulong>(4);
        var spread = block.Values<float>(5);
        var primary = block.Values<bool>(6);
        var flags = block.Values<byte>(7);
        var symbol = (LowCardinalityColumn)block[8];
        var broker = (LowCardinalityColumn)block[9];
        var account = (LowCardinalityColumn)block[10];
        var ingest = block.Values<long>(11);
        var partition = block.Values<uint>(12);
        var offset = block.Values<ulong>(13);
        var row = block.Values<uint>(14);
        for (var i = 0; i < block.RowCount; i++)
        {
            into.Add(
                new StoredRow(
                    new Tick(
                        time[i],
                        bid[i],
                        ask[i],
                        last[i],
                        volume[i],
                        spread[i],
                        primary[i],
                        flags[i]
                    ),
                    symbol.GetString(i)!,
                    broker.GetString(i)!,
                    account.GetString(i)!,
                    ingest[i],
                    partition[i],
                    offset[i],
                    row[i]
                )
            );
        }
    }

    /// <summary>The rows of a record that is still as the log has it.</summary>
    public static void Read(TickRecord record, List<StoredRow> into)
    {
        var columns = new TickColumns(record.Value.Span);
        var volume = new ulong[columns.Rows];
        columns.CopyVolume(volume);
        for (var row = 0; row < columns.Rows; row++)
        {
            into.Add(
                new StoredRow(
                    columns.RowAt(row, volume),
                    record.Symbol,
                    record.Broker,
                    record.AccountType,
                    record.IngestUs,
                    record.Partition,
                    record.Offset,
                    (uint)row
                )
            );
        }
    }

    /// <summary>Whole records of stored rows in (partition, offset, row) order, encoded again.</summary>
    public static List<TickRecord> ToRecords(List<StoredRow> rows, TextTable texts)
    {
        var records = new List<TickRecord>();
        var builder = new TickRows();
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            builder.Add(row.Tick, row.Symbol, row.Broker, row.AccountType);
            var isLast =
                i + 1 == rows.Count
                || rows[i + 1].Offset != row.Offset
                || rows[i + 1].Partition != row.Partition;
            if (isLast)
            {
                records.Add(
                    new TickRecord(row.Partition, row.Offset, row.IngestUs, builder.Encode(), texts)
                );
                builder.Clear();
            }
        }
        return records;
    }
}

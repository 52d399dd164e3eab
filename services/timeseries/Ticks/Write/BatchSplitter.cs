using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Write;

/// <summary>One log record to append: the rows of one symbol, in the order they came.</summary>
internal readonly record struct PendingRecord(string Symbol, int Rows, byte[] Value);

/// <summary>What became of a batch before anything is written.</summary>
internal sealed class SplitBatch
{
    public List<PendingRecord> Records { get; } = [];

    public List<RejectedRow> Rejected { get; } = [];

    public int RejectedRows { get; set; }
}

/// <summary>
/// Checks a batch row by row and cuts it into records of one symbol, broker and account type each,
/// so that a record can be shared with every subscriber of the symbol as it is.
/// </summary>
internal sealed class BatchSplitter(IOptions<TickOptions> options, TickValidator validator)
{
    // Splitting never waits, so a thread's rows are free again when it is done.
    [ThreadStatic]
    private static TickRows? _whole;

    private readonly TickOptions _options = options.Value;

    /// <exception cref="Grpc.Core.RpcException">The batch as a whole is malformed or too long.</exception>
    public SplitBatch Split(TickBatch? batch, ulong sequence)
    {
        BatchShape.Check(batch, _options.BatchRowsMax);
        var result = new SplitBatch();
        var timeMaxUs = validator.TimeMaxUs;
        if (TryTakeWhole(batch, timeMaxUs, result))
        {
            return result;
        }
        var groups = new Dictionary<long, Group>();
        Group? group = null;
        var groupKey = -1L;
        for (var row = 0; row < batch.TimeUs.Count; row++)
        {
            var key = KeyOf(batch, row);
            if (group is null || key != groupKey)
            {
                ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, key, out _);
                group = slot ??= NewGroup(batch, key);
                groupKey = key;
            }
            var tick = TickAt(batch, row);
            var reason =
                group.Reason != RejectReason.Unspecified
                    ? group.Reason
                    : validator.CheckRow(tick, timeMaxUs);
            if (reason != RejectReason.Unspecified)
            {
                Reject(result, row, sequence, reason, tick, group.Symbol, timeMaxUs);
                continue;
            }
            group.Rows.Add(
                TickValidator.IsCrossed(tick) ? tick with { Flags = TickFlags.Crossed } : tick,
                group.Symbol,
                group.Broker,
                group.AccountType
            );
            if (group.Rows.Count == _options.RecordRowsMax)
            {
                Flush(group, result);
            }
        }
        foreach (var (_, rest) in groups)
        {
            Flush(rest, result);
        }
        return result;
    }

    /// <summary>
    /// A batch of one symbol whose rows are all in order, as most are, becomes its record without being looked at row by row.
    /// </summary>
    private bool TryTakeWhole(TickBatch batch, long timeMaxUs, SplitBatch result)
    {
        if (
            batch.Symbols.Count != 1
            || batch.Brokers.Count > 1
            || batch.AccountTypes.Count > 1
            || batch.TimeUs.Count == 0
            || batch.TimeUs.Count > _options.RecordRowsMax
        )
        {
            return false;
        }
        var group = NewGroup(batch, 0);
        var rows = _whole ??= new TickRows();
        if (
            group.Reason != RejectReason.Unspecified
            || !rows.TryTake(
                batch,
                group.Symbol,
                group.Broker,
                group.AccountType,
                validator.TimeMinUs,
                timeMaxUs
            )
        )
        {
            return false;
        }
        result.Records.Add(new PendingRecord(group.Symbol, rows.Count, rows.Encode()));
        return true;
    }

    private static long KeyOf(TickBatch batch, int row)
    {
        // Dictionaries are at most as long as a batch (checked above), which fits into 20 bits each.
        long symbol = batch.SymbolIndex.Count == 0 ? 0 : batch.SymbolIndex[row];
        long broker = batch.BrokerIndex.Count == 0 ? 0 : batch.BrokerIndex[row];
        long account = batch.AccountTypeIndex.Count == 0 ? 0 : batch.AccountTypeIndex[row];
        return (symbol << 40) | (broker << 20) | account;
    }

    private Group NewGroup(TickBatch batch, long key)
    {
        var symbol = batch.Symbols[(int)(key >> 40)];
        var broker = batch.Brokers.Count == 0 ? "" : batch.Brokers[(int)(key >> 20) & 0xfffff];
        var account = batch.AccountTypes.Count == 0 ? "" : batch.AccountTypes[(int)key & 0xfffff];
        var reason = validator.CheckSymbol(symbol);
        if (reason == RejectReason.Unspecified)
        {
            reason = validator.CheckText(broker);
        }
        if (reason == RejectReason.Unspecified)
        {
            reason = validator.CheckText(account);
        }
        return new Group(symbol, broker, account, reason);
    }

    private static Tick TickAt(TickBatch batch, int row)
    {
        var bid = batch.Bid[row];
        var ask = batch.Ask[row];
        return new Tick(
            batch.TimeUs[row],
            bid,
            ask,
            batch.Last.Count == 0 ? 0 : batch.Last[row],
            batch.Volume.Count == 0 ? 0 : batch.Volume[row],
            batch.Spread.Count == 0 ? (float)(ask - bid) : batch.Spread[row],
            batch.PrimarySession.Count != 0 && batch.PrimarySession[row],
            Flags: 0
        );
    }

    private void Reject(
        SplitBatch result,
        int row,
        ulong sequence,
        RejectReason reason,
        in Tick tick,
        string symbol,
        long timeMaxUs
    )
    {
        result.RejectedRows++;
        if (result.Rejected.Count < _options.RejectedRowsInDetailMax)
        {
            result.Rejected.Add(
                new RejectedRow
                {
                    Row = (uint)row,
                    Sequence = sequence,
                    Reason = reason,
                    Detail = validator.Describe(reason, tick, symbol, timeMaxUs),
                }
            );
        }
    }

    private static void Flush(Group group, SplitBatch result)
    {
        var rows = group.Rows;
        if (rows.Count > 0)
        {
            result.Records.Add(new PendingRecord(group.Symbol, rows.Count, rows.Encode()));
            rows.Clear();
        }
    }

    private sealed record Group(
        string Symbol,
        string Broker,
        string AccountType,
        RejectReason Reason
    )
    {
        public TickRows Rows => field ??= new TickRows();
    }
}

using System.Diagnostics.CodeAnalysis;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Write;

/// <summary>Whether a batch's columns fit together. What is wrong with single rows is another matter.</summary>
internal static class BatchShape
{
    /// <exception cref="Grpc.Core.RpcException">MALFORMED_BATCH or LIMIT_EXCEEDED.</exception>
    public static void Check([NotNull] TickBatch? batch, int rowsMax)
    {
        if (batch is null)
        {
            Malformed("batch", "The request carries no batch.", "Set the field batch.");
        }
        var rows = batch.TimeUs.Count;
        if (rows > rowsMax)
        {
            PlatformErrors.Throw(
                ErrorReason.LimitExceeded,
                $"The batch has {rows} rows; the limit is {rowsMax}.",
                ("limit", "Ticks:BatchRowsMax"),
                ("allowed", rowsMax.ToString()),
                ("rows", rows.ToString())
            );
        }
        Column(nameof(batch.Bid), batch.Bid.Count, rows, mayBeEmpty: false);
        Column(nameof(batch.Ask), batch.Ask.Count, rows, mayBeEmpty: false);
        Column(nameof(batch.Last), batch.Last.Count, rows, mayBeEmpty: true);
        Column(nameof(batch.Volume), batch.Volume.Count, rows, mayBeEmpty: true);
        Column(nameof(batch.Spread), batch.Spread.Count, rows, mayBeEmpty: true);
        Column("primary_session", batch.PrimarySession.Count, rows, mayBeEmpty: true);
        Index("symbol_index", batch.SymbolIndex, rows, batch.Symbols.Count, single: 1);
        Index("broker_index", batch.BrokerIndex, rows, batch.Brokers.Count, single: 0);
        Index(
            "account_type_index",
            batch.AccountTypeIndex,
            rows,
            batch.AccountTypes.Count,
            single: 0
        );
    }

    private static void Column(string name, int count, int rows, bool mayBeEmpty)
    {
        if (count == rows || (mayBeEmpty && count == 0))
        {
            return;
        }
        Malformed(
            name.ToLowerInvariant(),
            $"Column {name.ToLowerInvariant()} has {count} values, time_us has {rows}.",
            mayBeEmpty ? $"{rows} values or none" : $"{rows} values"
        );
    }

    private static void Index(
        string name,
        Google.Protobuf.Collections.RepeatedField<uint> index,
        int rows,
        int dictionary,
        int single
    )
    {
        if (index.Count == 0 && rows > 0 && dictionary != 1 && dictionary != single)
        {
            Malformed(
                name,
                $"Column {name} is empty, but its dictionary has {dictionary} entries.",
                $"{rows} indexes, or a dictionary of one entry"
            );
        }
        if (index.Count != 0)
        {
            Column(name, index.Count, rows, mayBeEmpty: true);
        }
        for (var row = 0; row < index.Count; row++)
        {
            if (index[row] >= dictionary)
            {
                Malformed(
                    name,
                    $"Row {row} of {name} is {index[row]}, but the dictionary has {dictionary} entries.",
                    $"0 to {dictionary - 1}"
                );
            }
        }
    }

    [DoesNotReturn]
    private static void Malformed(string column, string message, string allowed) =>
        PlatformErrors.Throw(
            ErrorReason.MalformedBatch,
            message,
            ("column", column),
            ("allowed", allowed)
        );
}

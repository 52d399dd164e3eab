using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tables.Columns;
using Platform.Timeseries.Tables.Model;
using Platform.Timeseries.V1;
using Column = Platform.ClickHouse.Column;

namespace Platform.Timeseries.Tables.Insert;

/// <summary>What came of a batch: the rows to insert, and those that are not fit to be.</summary>
internal sealed record CheckedBatch(
    Block? Rows,
    int RejectedRows,
    IReadOnlyList<RowReject> Rejects
);

/// <summary>A batch of any table, held against its definition.</summary>
internal static class BatchIntake
{
    /// <exception cref="Grpc.Core.RpcException">The batch does not fit the table as a whole.</exception>
    public static CheckedBatch Take(
        Table table,
        InsertRowsRequest request,
        uint batch,
        TableOptions limits,
        int detailsLeft
    )
    {
        var rows = request.Batch;
        if (rows.RowCount > limits.BatchRowsMax)
        {
            PlatformErrors.Throw(
                ErrorReason.LimitExceeded,
                $"Batch {batch} has {rows.RowCount} rows; at most {limits.BatchRowsMax} are taken.",
                ("limit", "Tables:BatchRowsMax")
            );
        }
        var count = (int)rows.RowCount;
        var fields = FieldsOf(table, rows);
        var findings = new RowFindings(batch, count, limits, detailsLeft);
        for (var i = 0; i < fields.Length; i++)
        {
            findings.Column = fields[i].Name;
            findings.AllowsNonFinite = fields[i].AllowsNonFinite;
            fields[i].Intake.CheckWhole(rows.Columns[i], count, findings);
        }
        var kept = findings.Kept();
        return new(
            kept.Count == 0 ? null : Build(fields, rows, kept),
            findings.BadRows,
            findings.Rejects
        );
    }

    private static Block Build(TableField[] fields, RowBatch rows, Pick kept)
    {
        var names = new string[fields.Length];
        var columns = new Column[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            names[i] = fields[i].Name;
            columns[i] = fields[i].Intake.Build(rows.Columns[i], kept);
        }
        return new Block(names, columns);
    }

    private static TableField[] FieldsOf(Table table, RowBatch rows)
    {
        var fields = new TableField[rows.Columns.Count];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < fields.Length; i++)
        {
            var name = rows.Columns[i].Name;
            fields[i] = TableColumns.Find(table, name);
            if (fields[i].IsComputed)
            {
                throw Malformed.Column(name, "to be left out: the store computes it", "values");
            }
            if (!seen.Add(name))
            {
                throw Malformed.Column(name, "each column once", "it twice");
            }
        }
        foreach (var field in table.Fields)
        {
            if (field.IsRequired && !seen.Contains(field.Name))
            {
                throw Malformed.Column(
                    field.Name,
                    "to be given: it has no default",
                    "no such column"
                );
            }
        }
        return fields;
    }
}

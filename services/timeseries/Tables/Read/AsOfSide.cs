using Platform.ClickHouse;
using Platform.Timeseries.Tables.Model;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tables.Read;

/// <summary>
/// The other table's rows of an as-of join: one for each time and keys, and no more of them than can match. The store
/// holds them all in memory while it joins.
/// </summary>
internal sealed class AsOfSide(
    AsOfJoin join,
    Table table,
    IReadOnlyList<AsOfKey> keys,
    IReadOnlyList<TableField> columns
)
{
    public string Rows(string timeName, ReadSql sql, ReadRowsRequest request, TableOptions limits)
    {
        var time = Identifier.Quote(table.TimeColumn);
        var given = columns
            .Select((field, number) => $"{Identifier.Quote(field.Name)} AS _r{number}")
            .Concat(keys.Select((key, number) => $"{key.RightSql} AS _k{number}"))
            .Append($"toDateTime64({time}, 6, 'UTC') AS {timeName}");
        var conditions = Conditions(time, sql, request, limits).ToList();
        var where = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        // Of a row that was replaced, the newest state; where it replaced one of another time, as it was then.
        var isReplaced = table.Replaces && table.SortingKey.Contains(table.TimeColumn);
        var from = Identifier.Quote(table.Name) + (isReplaced ? " FINAL" : "");
        return $"SELECT {ReadSql.List(given)} FROM {from}{where}{OnePerTime(timeName, sql, request)}";
    }

    private IEnumerable<string> Conditions(
        string time,
        ReadSql sql,
        ReadRowsRequest request,
        TableOptions limits
    )
    {
        foreach (var filter in join.Filters)
        {
            yield return sql.Condition(table, filter, limits, "as_of.filters");
        }
        // What holds of a row's key holds of the key it is matched by.
        foreach (var filter in request.Filters)
        {
            if (keys.Any(key => key.IsSameType && key.Left.Name == filter.Field))
            {
                yield return sql.Condition(table, filter, limits, "filters");
            }
        }
        if (request.EndTimeUs != 0)
        {
            yield return $"{time} < {sql.BindTime(request.EndTimeUs)}";
        }
        if (request.StartTimeUs > join.ToleranceUs && join.ToleranceUs != 0)
        {
            // A column of days or seconds stands for its beginning, which must not be cut off with the fraction.
            var start = sql.BindTime(request.StartTimeUs - join.ToleranceUs);
            yield return $"toDateTime64({time}, 6, 'UTC') >= {start}";
        }
    }

    /// <summary>
    /// The last of those at one time, as the table orders them (ticks: by their place in the log); and of those before
    /// the range asked for, the last.
    /// </summary>
    private string OnePerTime(string timeName, ReadSql sql, ReadRowsRequest request)
    {
        var keyNames = keys.Select((_, number) => $"_k{number}").ToList();
        var before =
            request.StartTimeUs > 0
                ? $"greatest({timeName}, {sql.BindTime(request.StartTimeUs - 1)})"
                : timeName;
        if (IsUnique && request.StartTimeUs == 0)
        {
            return "";
        }
        var order = keys.OrderBy(key => PlaceOf(key.Right))
            .Select(key => Identifier.Quote(key.Right.Name))
            .Append(Identifier.Quote(table.TimeColumn))
            .Concat(
                table
                    .SortingKey.Select(table.Find)
                    .OfType<TableField>()
                    .OrderBy(field => PlaceOf(field) < TimePlace)
                    .Concat(columns.Where(field => !field.IsArray))
                    .Select(field => Identifier.Quote(field.Name))
            )
            .Distinct()
            .Select(name => $"{name} DESC");
        return $" ORDER BY {ReadSql.List(order)} LIMIT 1 BY {ReadSql.List(keyNames.Append(before))}";
    }

    /// <summary>Whether there can be no two rows of the same keys and time.</summary>
    private bool IsUnique =>
        table.Replaces
        && table.SortingKey.Contains(table.TimeColumn)
        && table.SortingKey.All(part =>
            part == table.TimeColumn || keys.Any(key => key.Right.Name == part)
        );

    private int TimePlace => table.Find(table.TimeColumn) is { } time ? PlaceOf(time) : 0;

    private int PlaceOf(TableField field)
    {
        for (var place = 0; place < table.SortingKey.Count; place++)
        {
            if (table.SortingKey[place] == field.Name)
            {
                return place;
            }
        }
        return int.MaxValue;
    }
}

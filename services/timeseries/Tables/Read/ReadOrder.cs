using Google.Protobuf.Collections;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tables.Model;

namespace Platform.Timeseries.Tables.Read;

/// <summary>The order rows come in, and how a page goes on after the last row of the one before.</summary>
internal sealed class ReadOrder
{
    private readonly List<(TableField Field, bool Descending)> _keys = [];
    private readonly Table _table;

    public ReadOrder(Table table, RepeatedField<Sort> order)
    {
        _table = table;
        foreach (var sort in order)
        {
            var field = TableColumns.Find(table, sort.Field, "order");
            if (field.IsArray)
            {
                throw PlatformErrors.CreateInvalid(
                    ("order", $"{field.Name} is {field.Type}; rows are not ordered by lists.")
                );
            }
            if (!_keys.Exists(key => key.Field == field))
            {
                _keys.Add((field, sort.Descending));
            }
        }
        if (_keys.Count > 0)
        {
            return;
        }
        foreach (var part in table.SortingKey)
        {
            if (table.Find(part) is { } field)
            {
                _keys.Add((field, false));
            }
        }
    }

    /// <summary>The columns whose values say where a page ended.</summary>
    public IEnumerable<TableField> Keys => _keys.Select(key => key.Field);

    /// <param name="total">
    /// All columns decide, so that only equal rows are in no order: what pages need to go on without a gap or a repeat.
    /// </param>
    public string Clause(bool total)
    {
        var parts = _keys.Select(key =>
            Identifier.Quote(key.Field.Name) + (key.Descending ? " DESC" : "")
        );
        var rest = total
            ? _table
                .Fields.Where(field => _keys.TrueForAll(key => key.Field != field))
                .Select(field => Identifier.Quote(field.Name))
            : [];
        var list = ReadSql.List(parts.Concat(rest));
        return list.Length == 0 ? "" : $" ORDER BY {list}";
    }

    /// <exception cref="Grpc.Core.RpcException">A key has values that can't be compared to go on after them.</exception>
    public void RequirePages()
    {
        foreach (var (field, _) in _keys)
        {
            if (
                field.Type.IsNullable
                || field.ValueType.Kind
                    is TypeKind.Float32
                        or TypeKind.Float64
                        or TypeKind.Enum8
                        or TypeKind.Enum16
            )
            {
                throw PlatformErrors.CreateInvalid(
                    (
                        "order",
                        $"Pages can't go on after a {field.Type}, which {field.Name} is; order by other columns, or read all at once."
                    )
                );
            }
        }
    }

    /// <summary>Rows at and after the place: those that are as the place are passed over by OFFSET.</summary>
    public void AddAfter(ReadSql sql, IReadOnlyList<string> place)
    {
        if (place.Count != _keys.Count)
        {
            PlatformErrors.Throw(ErrorReason.InvalidPageToken, "The page token is broken.");
        }
        var values = new string[place.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var type = _keys[i].Field.ValueType;
            values[i] = sql.Bind(
                FilterValue.BoundAs(type),
                FilterValue.Read(_keys[i].Field.Name, type, place[i])
            );
        }
        if (_keys.TrueForAll(key => !key.Descending))
        {
            // In this form the store uses its index.
            var names = ReadSql.List(_keys.Select(key => Identifier.Quote(key.Field.Name)));
            sql.Add($"({names}) >= ({ReadSql.List(values)})");
            return;
        }
        var alternatives = new List<string>();
        var equal = "";
        for (var i = 0; i < values.Length; i++)
        {
            var name = Identifier.Quote(_keys[i].Field.Name);
            alternatives.Add($"{equal}{name} {(_keys[i].Descending ? "<" : ">")} {values[i]}");
            equal += $"{name} = {values[i]} AND ";
        }
        alternatives.Add(equal[..^" AND ".Length]);
        sql.Add($"({string.Join(" OR ", alternatives.Select(one => $"({one})"))})");
    }
}

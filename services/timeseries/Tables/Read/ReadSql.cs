using System.Globalization;
using System.Text;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tables.Model;
using Platform.Timeseries.Ticks.Read;

namespace Platform.Timeseries.Tables.Read;

/// <summary>The parts of a read's SQL: names quoted, values bound, nothing of the caller's text in it.</summary>
internal sealed class ReadSql
{
    private readonly List<string> _conditions = [];

    public QueryParameters Parameters { get; } = [];

    public string Where =>
        _conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", _conditions);

    public void Add(string condition) => _conditions.Add(condition);

    /// <summary>A placeholder for a value.</summary>
    public string Bind(string type, object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"p{Parameters.Count}");
        Parameters.Add(name, value);
        return $"{{{name}:{type}}}";
    }

    public string BindTime(long micros) => Bind("DateTime64(6, 'UTC')", micros);

    public void AddTimeRange(Table table, long startUs, long endUs)
    {
        TimeRange.Check(startUs, endUs);
        if (startUs == 0 && endUs == 0)
        {
            return;
        }
        if (table.TimeColumn.Length == 0)
        {
            throw PlatformErrors.CreateInvalid(
                ("start_time_us", $"Table {table.Name} has no column of time; filter its columns.")
            );
        }
        var column = Identifier.Quote(table.TimeColumn);
        if (startUs != 0)
        {
            Add($"{column} >= {BindTime(startUs)}");
        }
        if (endUs != 0)
        {
            Add($"{column} < {BindTime(endUs)}");
        }
    }

    public void AddFilter(Table table, Filter filter, TableOptions limits) =>
        Add(Condition(table, filter, limits, "filters"));

    /// <summary>A filter as a condition; its values are bound.</summary>
    public string Condition(Table table, Filter filter, TableOptions limits, string named)
    {
        var field = TableColumns.Find(table, filter.Field, named);
        CheckCount(filter, limits);
        return filter.Op switch
        {
            FilterOp.Contains => Contains(field, filter.Values[0]),
            _ when field.IsArray => throw PlatformErrors.CreateInvalid(
                ("filters", $"{field.Name} is {field.Type}: of lists only CONTAINS is asked.")
            ),
            FilterOp.In => In(field, filter.Values),
            _ => $"{Comparable(field)} {Operator(filter, field)} {Value(field, filter.Values[0])}",
        };
    }

    private static void CheckCount(Filter filter, TableOptions limits)
    {
        var isIn = filter.Op == FilterOp.In;
        if (isIn ? filter.Values.Count > limits.FilterValuesMax : filter.Values.Count != 1)
        {
            throw PlatformErrors.CreateInvalid(
                (
                    "filters",
                    $"{filter.Field}: {filter.Values.Count} values; {(isIn ? $"IN takes up to {limits.FilterValuesMax}" : "one is wanted")}."
                )
            );
        }
    }

    private static string Operator(Filter filter, TableField field)
    {
        var isEnum = field.ValueType.Kind is TypeKind.Enum8 or TypeKind.Enum16;
        return filter.Op switch
        {
            FilterOp.Equal => "=",
            FilterOp.NotEqual => "!=",
            _ when isEnum => throw PlatformErrors.CreateInvalid(
                (
                    "filters",
                    $"{field.Name} is an enum, which has no order: use EQUAL, NOT_EQUAL or IN."
                )
            ),
            FilterOp.Less => "<",
            FilterOp.LessOrEqual => "<=",
            FilterOp.Greater => ">",
            FilterOp.GreaterOrEqual => ">=",
            _ => throw PlatformErrors.CreateInvalid(
                ("filters", $"{field.Name}: the operator {(int)filter.Op} is not known.")
            ),
        };
    }

    private string Contains(TableField field, string value)
    {
        if (field.IsArray)
        {
            var item = TableField.Bare(field.ValueType.Arguments[0]);
            if (item.Kind == TypeKind.Array)
            {
                throw PlatformErrors.CreateInvalid(
                    (
                        "filters",
                        $"{field.Name} is {field.Type}: its items are lists, which CONTAINS does not look into."
                    )
                );
            }
            var operand = FilterValue.Read(field.Name, item, value);
            return $"has({Identifier.Quote(field.Name)}, {Bind(FilterValue.BoundAs(item), operand)})";
        }
        if (field.ValueType.Kind is not (TypeKind.String or TypeKind.FixedString))
        {
            throw PlatformErrors.CreateInvalid(
                ("filters", $"{field.Name} is {field.Type}: CONTAINS is for text and lists.")
            );
        }
        return $"position({Identifier.Quote(field.Name)}, {Bind("String", value)}) > 0";
    }

    private string In(TableField field, IReadOnlyList<string> values)
    {
        var operands = new object[values.Count];
        for (var i = 0; i < operands.Length; i++)
        {
            operands[i] = FilterValue.Read(field.Name, field.ValueType, values[i]);
        }
        var list = Bind($"Array({FilterValue.BoundAs(field.ValueType)})", operands);
        // IN uses the index, but would round times of another precision than the column's.
        var isTime = FilterValue.BoundAs(field.ValueType) != field.ValueType.Name;
        return isTime ? $"has({list}, {Comparable(field)})" : $"{Comparable(field)} IN {list}";
    }

    private string Value(TableField field, string text) =>
        Bind(
            FilterValue.BoundAs(field.ValueType),
            FilterValue.Read(field.Name, field.ValueType, text)
        );

    // Enums and padded text are compared as the text they are read as; float columns as doubles.
    private static string Comparable(TableField field) =>
        field.ValueType.Kind switch
        {
            TypeKind.Enum8 or TypeKind.Enum16 => $"toString({Identifier.Quote(field.Name)})",
            TypeKind.FixedString => $"toStringCutToZero({Identifier.Quote(field.Name)})",
            _ => Identifier.Quote(field.Name),
        };

    public static string List(IEnumerable<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(text.Length == 0 ? "" : ", ").Append(part);
        }
        return text.ToString();
    }
}

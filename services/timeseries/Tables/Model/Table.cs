using System.Collections.Frozen;
using Platform.ClickHouse;
using Platform.Schema.Model;

namespace Platform.Timeseries.Tables.Model;

/// <summary>A table as its definition says, with what reading and writing it needs to know.</summary>
internal sealed class Table
{
    // Kept by the service itself: rows put beside its own would be lost, doubled or wrong.
    private static readonly FrozenSet<string> Kept = FrozenSet.Create("ticks");

    // Its tables are for the service's own use.
    private const string OwnPack = "platform";

    private readonly FrozenDictionary<string, TableField> _byName;

    public Table(ClickHouseTable definition, string pack)
    {
        Name = definition.Name;
        Group = definition.Group;
        Comment = definition.Comment;
        Ttl = definition.Ttl ?? "";
        Replaces = definition.Engine.Contains("Replacing", StringComparison.Ordinal);
        SortingKey = definition.OrderBy;
        Writable = !Kept.Contains(Name) && pack != OwnPack;
        var types = definition.Columns.ToDictionary(
            column => column.Name,
            column => ColumnType.Parse(column.Type)
        );
        TimeColumn = TimeColumnOf(definition, types);
        Fields =
        [
            .. definition.Columns.Select(column => new TableField(
                column,
                types[column.Name],
                isRequired: column.Name == TimeColumn && column.Default is null
            )),
        ];
        _byName = Fields.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);
    }

    public string Name { get; }

    public string Group { get; }

    public string Comment { get; }

    public string Ttl { get; }

    /// <summary>Whether rows of the same sorting key replace each other.</summary>
    public bool Replaces { get; }

    /// <summary>Whether InsertRows takes rows for it.</summary>
    public bool Writable { get; }

    public IReadOnlyList<string> SortingKey { get; }

    /// <summary>The column a time range is meant for; empty: none.</summary>
    public string TimeColumn { get; }

    public IReadOnlyList<TableField> Fields { get; }

    public TableField? Find(string column) => _byName.GetValueOrDefault(column);

    private static string TimeColumnOf(
        ClickHouseTable definition,
        Dictionary<string, ColumnType> types
    )
    {
        bool IsTime(string column) =>
            types.TryGetValue(column, out var type)
            && type.Kind
                is TypeKind.Date
                    or TypeKind.Date32
                    or TypeKind.DateTime
                    or TypeKind.DateTime64;
        return IsTime("timestamp")
            ? "timestamp"
            : definition.OrderBy.FirstOrDefault(IsTime)
                ?? definition.Columns.Select(column => column.Name).FirstOrDefault(IsTime)
                ?? "";
    }
}

using System.Diagnostics.CodeAnalysis;
using Platform.Common.V1;
using Platform.Schema;
using Platform.Schema.Model;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Tables.Model;

/// <summary>Every table of the definitions that this store's database holds, by name.</summary>
internal sealed class TableSet
{
    private readonly SortedDictionary<string, Table> _tables = new(StringComparer.Ordinal);

    /// <param name="definitions">The catalogue.</param>
    /// <param name="database">Packs with another namespace are other databases, which this service does not serve.</param>
    public TableSet(Catalogue definitions, string database)
    {
        foreach (var store in definitions.Stores(StoreKind.ClickHouse))
        {
            if (store.Namespace != database)
            {
                continue;
            }
            var state = definitions.At(StoreKind.ClickHouse, store.Pack);
            foreach (var table in state.Of<ClickHouseTable>())
            {
                _tables[table.Name] = new Table(table, store.Pack);
            }
        }
    }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyCollection<Table> All => _tables.Values;

    public Table this[string name] => Find(name) ?? ThrowUnknown(name);

    public Table? Find(string name) => _tables.GetValueOrDefault(name);

    [DoesNotReturn]
    private Table ThrowUnknown(string name)
    {
        var near = _tables.Keys.OrderBy(other => Distance(other, name)).Take(5);
        throw PlatformErrors.Create(
            ErrorReason.UnknownTable,
            $"There is no table '{Shorten(name)}'; near it: {string.Join(", ", near)}. ListTables names all.",
            ("table", Shorten(name))
        );
    }

    private static string Shorten(string name) => name.Length <= 64 ? name : name[..64] + "…";

    // Enough to suggest a name: how many letters differ at the best common beginning and end.
    private static int Distance(string one, string other)
    {
        var begin = one.AsSpan().CommonPrefixLength(other);
        return Math.Max(one.Length, other.Length)
            - begin
            - (one.Contains(other, StringComparison.OrdinalIgnoreCase) ? other.Length : 0);
    }
}

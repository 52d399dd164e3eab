using Platform.ClickHouse.Codecs;

namespace Platform.ClickHouse;

/// <summary>
/// The values of one column of a block. Read the arrays through the concrete class (<see cref="Column{T}"/>,
/// <see cref="StringColumn"/>, <see cref="LowCardinalityColumn"/> …); <see cref="GetValue"/> is for convenience and boxes.
/// A column read from the server holds pooled arrays: it is valid until its block is disposed.
/// </summary>
public abstract partial class Column : IDisposable
{
    private protected Column(Codec codec, int count)
    {
        Codec = codec;
        Count = count;
    }

    public ColumnType Type => Codec.Type;

    /// <summary>Rows.</summary>
    public int Count { get; }

    internal Codec Codec { get; }

    /// <summary>
    /// One value as the CLR type nearest to it: numbers as themselves, Bool bool, String and Enum string, Date DateOnly,
    /// DateTime UTC DateTime, Decimal decimal, UUID Guid, Array an array, Map an array of pairs, Tuple object[]; NULL is null.
    /// </summary>
    public object? GetValue(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        return Codec.GetValue(this, row);
    }

    /// <summary>Gives pooled arrays back. A column made by the caller has none, and stays usable.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) { }
}

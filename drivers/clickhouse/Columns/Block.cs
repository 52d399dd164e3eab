namespace Platform.ClickHouse;

/// <summary>
/// Named columns of equal length: what a query's result comes in, and what an insert sends. Dispose a block that was read when done
/// with it: its arrays go back to the pool, and spans taken from it must not be used after.
/// </summary>
public sealed class Block : IDisposable
{
    private readonly string[] _names;
    private readonly Column[] _columns;

    /// <exception cref="ArgumentException">Names and columns differ in number, or columns in length.</exception>
    public Block(IReadOnlyList<string> names, IReadOnlyList<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(columns);
        _names = [.. names];
        _columns = [.. columns];
        if (_names.Length != _columns.Length)
        {
            throw new ArgumentException(
                $"{_names.Length} names for {_columns.Length} columns.",
                nameof(names)
            );
        }
        RowCount = _columns.Length == 0 ? 0 : _columns[0].Count;
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i].Count != RowCount)
            {
                throw new ArgumentException(
                    $"Column '{_names[i]}' has {_columns[i].Count} rows, column '{_names[0]}' {RowCount}: all columns of a block are of one length.",
                    nameof(columns)
                );
            }
        }
    }

    /// <summary>Names and columns side by side.</summary>
    public Block(params (string Name, Column Column)[] columns)
        : this(Array.ConvertAll(columns, c => c.Name), Array.ConvertAll(columns, c => c.Column)) { }

    internal Block(string[] names, Column[] columns, int rowCount)
    {
        _names = names;
        _columns = columns;
        RowCount = rowCount;
    }

    public int RowCount { get; }

    public int ColumnCount => _columns.Length;

    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<Column> Columns => _columns;

    public Column this[int column] => _columns[column];

    public Column this[string name] => _columns[IndexOf(name)];

    /// <summary>The place of a column; the first one when a query gives a name twice.</summary>
    /// <exception cref="KeyNotFoundException">No column has that name.</exception>
    public int IndexOf(string name)
    {
        var index = Array.IndexOf(_names, name);
        return index >= 0
            ? index
            : throw new KeyNotFoundException(
                $"The block has no column '{name}'; it has {string.Join(", ", _names)}."
            );
    }

    /// <summary>The raw values of a column of fixed width (see <see cref="Column{T}"/> for how each type is held).</summary>
    /// <exception cref="InvalidCastException">The column isn't held as <typeparamref name="T"/>.</exception>
    public ReadOnlySpan<T> Values<T>(string name)
        where T : unmanaged => Typed<T>(this[name], name).Values;

    public ReadOnlySpan<T> Values<T>(int column)
        where T : unmanaged => Typed<T>(_columns[column], _names[column]).Values;

    public void Dispose()
    {
        foreach (var column in _columns)
        {
            column.Dispose();
        }
    }

    private static Column<T> Typed<T>(Column column, string name)
        where T : unmanaged =>
        column as Column<T>
        ?? throw new InvalidCastException(
            $"Column '{name}' is {column.Type}, held as {column.GetType().Name}, not as an array of {typeof(T).Name}."
        );
}

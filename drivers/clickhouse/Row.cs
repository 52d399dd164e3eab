namespace Platform.ClickHouse;

/// <summary>One row of a small result.</summary>
public sealed class Row
{
    private readonly IReadOnlyList<string> _names;
    private readonly object?[] _values;

    internal Row(IReadOnlyList<string> names, object?[] values)
    {
        _names = names;
        _values = values;
    }

    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<object?> Values => _values;

    public object? this[int column] => _values[column];

    public object? this[string name]
    {
        get
        {
            for (var i = 0; i < _names.Count; i++)
            {
                if (_names[i] == name)
                {
                    return _values[i];
                }
            }
            throw new KeyNotFoundException(
                $"The row has no column '{name}'; it has {string.Join(", ", _names)}."
            );
        }
    }

    /// <summary>A value that isn't NULL.</summary>
    /// <exception cref="InvalidCastException">It is NULL or another type.</exception>
    public T Get<T>(string name) =>
        this[name] is T value
            ? value
            : throw new InvalidCastException(
                $"Column '{name}' holds {this[name]?.GetType().Name ?? "NULL"}, not {typeof(T).Name}."
            );
}

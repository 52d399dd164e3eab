using System.Collections;

namespace Platform.ClickHouse;

/// <summary>
/// Values for the placeholders of a query: SQL says <c>{symbol:String}</c>, parameters say <c>{ "symbol", "EURUSD" }</c>. A value is
/// what <see cref="Column.GetValue"/> gives for that type, or converts to it without loss; arrays are any IEnumerable. This is the only
/// way for a value to reach a query.
/// </summary>
public sealed class QueryParameters : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public int Count => _values.Count;

    /// <exception cref="ArgumentException">The name was added before.</exception>
    public void Add(string name, object? value) => _values.Add(name, value);

    public bool TryGet(string name, out object? value) => _values.TryGetValue(name, out value);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using System.Text;

namespace Platform.ClickHouse.Http;

/// <summary>The address of one request: database, format, query id, settings and parameters as URL fields.</summary>
internal sealed class RequestAddress
{
    // The server's http_max_uri_size.
    private const int LengthMax = 1024 * 1024;

    private readonly StringBuilder _text = new("?default_format=Native", 256);

    public RequestAddress Add(string name, string value)
    {
        _text
            .Append('&')
            .Append(Uri.EscapeDataString(name))
            .Append('=')
            .Append(Uri.EscapeDataString(value));
        return this;
    }

    public RequestAddress AddAll(IReadOnlyDictionary<string, string>? fields)
    {
        foreach (
            var (name, value) in fields
                ?? System.Collections.Immutable.ImmutableDictionary<string, string>.Empty
        )
        {
            Add(name, value);
        }
        return this;
    }

    public RequestAddress AddParameters(IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        foreach (var (name, value) in parameters)
        {
            Add("param_" + name, value);
        }
        return this;
    }

    public string Build(string queryId, string more) =>
        _text.Length <= LengthMax
            ? $"/{_text}&query_id={Uri.EscapeDataString(queryId)}{more}"
            : throw new ArgumentException(
                $"The query's parameters make an address of {_text.Length} characters, the server takes {LengthMax}; insert large lists into a table and join."
            );
}

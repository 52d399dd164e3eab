using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Platform.ClickHouseHost.Tests.Support;

/// <summary>Plain HTTP, as any client would speak it.</summary>
internal sealed class Client : IDisposable
{
    private readonly HttpClient http;
    private readonly string user;
    private readonly string password;

    public Client(string url, string user, string password)
    {
        this.user = user;
        this.password = password;
        http = new HttpClient(
            new SocketsHttpHandler
            {
                AutomaticDecompression = DecompressionMethods.None,
                UseProxy = false,
            }
        )
        {
            BaseAddress = new Uri(url),
            Timeout = TimeSpan.FromMinutes(2),
        };
    }

    public HttpClient Http => http;

    public Task<string> PingAsync() => http.GetStringAsync(new Uri("/ping", UriKind.Relative));

    /// <summary>POSTs a query and reads the whole reply.</summary>
    public Task<Reply> PostAsync(string query, params (string Name, string Value)[] parameters) =>
        SendAsync(HttpMethod.Post, parameters, new ByteArrayContent(Encoding.UTF8.GetBytes(query)));

    /// <summary>The query in the URL, data in the body.</summary>
    public Task<Reply> PostDataAsync(
        string query,
        byte[] data,
        params (string Name, string Value)[] parameters
    ) => SendAsync(HttpMethod.Post, [("query", query), .. parameters], new ByteArrayContent(data));

    public Task<Reply> GetAsync(string query, params (string Name, string Value)[] parameters) =>
        SendAsync(HttpMethod.Get, [("query", query), .. parameters], null);

    /// <summary>POSTs a query that must succeed; its text without the last line end.</summary>
    public async Task<string> AskAsync(
        string query,
        params (string Name, string Value)[] parameters
    )
    {
        var reply = await PostAsync(query, parameters);
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        return reply.Text.TrimEnd('\n');
    }

    /// <summary>How many queries run whose text holds this.</summary>
    public async Task<int> RunningAsync(string mark) =>
        int.Parse(
            await AskAsync(
                "SELECT count() FROM system.processes WHERE query LIKE {mark:String} AND query NOT LIKE '%system.processes%'",
                ("param_mark", $"%{mark}%")
            ),
            CultureInfo.InvariantCulture
        );

    public async Task<Reply> SendAsync(
        HttpMethod method,
        (string Name, string Value)[] parameters,
        HttpContent? content,
        params (string Name, string Value)[] headers
    )
    {
        using var request = Request(method, parameters, content, headers);
        using var response = await http.SendAsync(request);
        return new Reply(
            response.StatusCode,
            response,
            await response.Content.ReadAsByteArrayAsync()
        );
    }

    /// <summary>A request with the right credentials; the caller sends it.</summary>
    public HttpRequestMessage Request(
        HttpMethod method,
        (string Name, string Value)[] parameters,
        HttpContent? content,
        params (string Name, string Value)[] headers
    )
    {
        var pairs = parameters.Select(pair =>
            $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value)}"
        );
        var request = new HttpRequestMessage(
            method,
            new Uri("/?" + string.Join('&', pairs), UriKind.Relative)
        )
        {
            Content = content,
        };
        request.Headers.Add("X-ClickHouse-User", user);
        request.Headers.Add("X-ClickHouse-Key", password);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                content!.Headers.Add(name, value);
            }
        }

        return request;
    }

    public void Dispose() => http.Dispose();
}

internal sealed record Reply(HttpStatusCode Status, HttpResponseMessage Response, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public string? Header(string name) =>
        Response.Headers.TryGetValues(name, out var values)
        || Response.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    public int ErrorCode =>
        int.Parse(Header("X-ClickHouse-Exception-Code") ?? "0", CultureInfo.InvariantCulture);

    /// <summary>A count of X-ClickHouse-Summary.</summary>
    public long Summary(string count)
    {
        using var summary = JsonDocument.Parse(Header("X-ClickHouse-Summary")!);
        return long.Parse(
            summary.RootElement.GetProperty(count).GetString()!,
            CultureInfo.InvariantCulture
        );
    }

    public void ShouldFail(HttpStatusCode status, int code, string name)
    {
        Status.ShouldBe(status, Text);
        ErrorCode.ShouldBe(code);
        Text.ShouldStartWith($"Code: {code}. DB::Exception: ");
        Text.ShouldContain($"({name}) (version ");
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Platform.TestKit;

namespace Platform.Faults.BadInput;

/// <summary>Calls no proper client makes, as HTTP/2 requests.</summary>
internal static class RawCalls
{
    private static readonly HttpClient Http = new();

    /// <summary>A frame whose bytes are no protobuf.</summary>
    public static Task GarbageAsync(SuiteFixture suite) =>
        SendAsync(suite, [0, 0, 0, 0, 4, 0xff, 0xff, 0xff, 0xff], null);

    /// <summary>A proper, empty request whose deadline only the server keeps.</summary>
    public static Task WithTimeoutAsync(SuiteFixture suite, string timeout) =>
        SendAsync(suite, [0, 0, 0, 0, 0], timeout);

    private static async Task SendAsync(SuiteFixture suite, byte[] body, string? timeout)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(
                suite.Gateway.Address,
                "/platform.timeseries.v1.TimeseriesService/SubscribeTicks"
            )
        )
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.Add("te", "trailers");
        request.Headers.Add("x-api-key", suite.ApiKey);
        if (timeout is not null)
        {
            request.Headers.Add("grpc-timeout", timeout);
        }
        using var response = await Http.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        throw Error(response);
    }

    private static RpcException Error(HttpResponseMessage response)
    {
        string? Of(string name) =>
            response.TrailingHeaders.TryGetValues(name, out var trailing) ? trailing.First()
            : response.Headers.TryGetValues(name, out var values) ? values.First()
            : null;
        var code = int.Parse(Of("grpc-status") ?? "2", CultureInfo.InvariantCulture);
        var trailers = new Metadata();
        if (Of("grpc-status-details-bin") is { } details)
        {
            var padded = details.PadRight((details.Length + 3) / 4 * 4, '=');
            trailers.Add("grpc-status-details-bin", Convert.FromBase64String(padded));
        }
        var message = Uri.UnescapeDataString(Of("grpc-message") ?? $"HTTP {response.StatusCode}");
        return new RpcException(new Status((StatusCode)code, message), trailers);
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Platform.Gateway.Tests.Kit;

namespace Platform.Gateway.Tests;

public sealed class HttpTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>, IDisposable
{
    private readonly HttpClient _http = new();
    private readonly Edge _edge = fixture.Edge;

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/health/more")]
    [InlineData("POST", "/health")]
    [InlineData("POST", "/wire.v1.WireService/Echo")]
    [InlineData("POST", "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo")]
    public async Task Without_a_key_there_is_nothing_but_health(string method, string path)
    {
        var (code, problem) = await SendAsync(method, path, key: null);
        code.ShouldBe(HttpStatusCode.Unauthorized);
        problem.GetProperty("status").GetInt32().ShouldBe(401);
        problem.GetProperty("title").GetString()!.ShouldContain("x-api-key");
    }

    [Fact]
    public async Task A_wrong_key_is_no_key()
    {
        var (code, _) = await SendAsync("GET", "/", "pk_test_wrong");
        code.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task With_a_key_an_unknown_address_is_not_found()
    {
        var (code, _) = await SendAsync("GET", "/nothing", Workspace.Key);
        code.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_service_is_not_to_be_had_over_plain_http()
    {
        var (code, problem) = await SendAsync("POST", "/wire.v1.WireService/Echo", Workspace.Key);
        code.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        problem.GetProperty("title").GetString()!.ShouldContain("gRPC");
    }

    [Fact]
    public async Task The_grpc_port_answers_health_too()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{_edge.Address}/health")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await _http.SendAsync(request);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
    }

    private async Task<(HttpStatusCode, JsonElement)> SendAsync(
        string method,
        string path,
        string? key
    )
    {
        var request = new HttpRequestMessage(new HttpMethod(method), _edge.HttpAddress + path);
        if (key is not null)
        {
            request.Headers.Add("x-api-key", key);
        }
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await _http.SendAsync(request);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var json = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, JsonDocument.Parse(json).RootElement);
    }
}

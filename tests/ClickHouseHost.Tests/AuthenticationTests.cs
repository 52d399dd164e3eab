using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Platform.ClickHouseHost.Tests.Support;

namespace Platform.ClickHouseHost.Tests;

[Collection(SharedHostCollection.Name)]
public sealed class AuthenticationTests(SharedHost shared)
{
    private readonly HttpClient http = shared.Client.Http;

    [Fact]
    public async Task Headers_let_in() =>
        (
            await SendAsync(
                ("X-ClickHouse-User", HostProcess.User),
                ("X-ClickHouse-Key", HostProcess.Password)
            )
        ).ShouldBe((HttpStatusCode.OK, "1\n"));

    [Fact]
    public async Task Http_basic_lets_in() =>
        (await SendAsync(Basic(HostProcess.User, HostProcess.Password))).ShouldBe(
            (HttpStatusCode.OK, "1\n")
        );

    [Fact]
    public async Task Parameters_let_in()
    {
        var password = Uri.EscapeDataString(HostProcess.Password);
        var reply = await http.GetStringAsync(
            new Uri($"/?query=SELECT+1&user=platform&password={password}", UriKind.Relative)
        );
        reply.ShouldBe("1\n");
    }

    public static TheoryData<string, string> Wrong =>
        new()
        {
            { "platform", "wrong" },
            { "platform", "" },
            { "platform", HostProcess.Password + "x" },
            { "other", HostProcess.Password },
            { "PLATFORM", HostProcess.Password },
            { "default", "" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Anything_else_does_not(string user, string password)
    {
        await ShouldRefuseAsync(("X-ClickHouse-User", user), ("X-ClickHouse-Key", password));
        await ShouldRefuseAsync(Basic(user, password));
    }

    [Fact]
    public async Task Nothing_does_not() => await ShouldRefuseAsync();

    [Theory]
    [InlineData("Bearer x")]
    [InlineData("Basic ???")]
    [InlineData("Basic")]
    [InlineData("Basic cGxhdGZvcm0=")]
    public async Task Other_schemes_and_nonsense_do_not(string header) =>
        await ShouldRefuseAsync(("Authorization", header));

    [Fact]
    public async Task Two_ways_at_once_do_not() =>
        await ShouldRefuseAsync(
            Basic(HostProcess.User, HostProcess.Password),
            ("X-ClickHouse-User", HostProcess.User),
            ("X-ClickHouse-Key", HostProcess.Password)
        );

    private static (string, string) Basic(string user, string password) =>
        (
            "Authorization",
            new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))
            ).ToString()
        );

    private async Task ShouldRefuseAsync(params (string, string)[] headers)
    {
        var (status, text) = await SendAsync(headers);
        status.ShouldBe(HttpStatusCode.Forbidden, text);
        text.ShouldStartWith("Code: 516. DB::Exception: ");
        text.ShouldContain("(AUTHENTICATION_FAILED)");
        text.ShouldNotContain(HostProcess.Password);
    }

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/", UriKind.Relative))
        {
            Content = new StringContent("SELECT 1"),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}

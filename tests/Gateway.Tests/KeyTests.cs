using Grpc.Core;
using Platform.Common.V1;
using Platform.Gateway.Tests.Kit;
using Platform.Gateway.Tests.Wire.V1;
using static Platform.Gateway.Tests.Kit.Errors;

namespace Platform.Gateway.Tests;

public sealed class KeyTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private readonly Edge _edge = fixture.Edge;

    [Fact]
    public async Task A_call_without_a_key_is_refused()
    {
        var error = await ErrorOf(_edge.Client(key: null).EchoAsync(new EchoRequest()));
        error.ShouldBe(StatusCode.Unauthenticated, ErrorReason.Unauthenticated);
        error.Status.Detail.ShouldContain("x-api-key");
    }

    [Theory]
    [InlineData("pk_test_wrong")]
    [InlineData("pk_test_4f1d2c9b7")]
    [InlineData("pk_test_4f1d2c9b7aa")]
    [InlineData("PK_TEST_4F1D2C9B7A")]
    [InlineData(" ")]
    public async Task A_call_with_a_wrong_key_is_refused(string key)
    {
        var error = await ErrorOf(_edge.Client(key).EchoAsync(new EchoRequest()));
        error.ShouldBe(StatusCode.Unauthenticated, ErrorReason.Unauthenticated);
    }

    [Fact]
    public async Task A_key_of_any_length_is_only_a_wrong_key()
    {
        var error = await ErrorOf(
            _edge.Client(new string('x', 8_000)).EchoAsync(new EchoRequest())
        );
        error.ShouldBe(StatusCode.Unauthenticated, ErrorReason.Unauthenticated);
    }

    [Fact]
    public async Task Two_keys_at_once_are_refused()
    {
        var headers = new Metadata { { "x-api-key", "pk_test_wrong" } };
        var error = await ErrorOf(_edge.Client().EchoAsync(new EchoRequest(), headers));
        error.ShouldBe(StatusCode.Unauthenticated, ErrorReason.Unauthenticated);
    }

    [Fact]
    public async Task A_token_of_the_suite_is_no_key()
    {
        var own = await _edge.Client().InspectAsync(new InspectRequest());
        var headers = new Metadata { { "authorization", own.Headers["authorization"] } };
        var error = await ErrorOf(_edge.Client(key: null).EchoAsync(new EchoRequest(), headers));
        error.ShouldBe(StatusCode.Unauthenticated, ErrorReason.Unauthenticated);
    }

    [Fact]
    public async Task The_service_sees_the_keys_subject_and_permissions_vouched_for_by_the_gateway()
    {
        var seen = await _edge.Client().InspectAsync(new InspectRequest());
        seen.Subject.ShouldBe("tester");
        seen.Permissions.ShouldBe(["*"]);
        seen.Process.ShouldBe("gateway");
    }

    [Fact]
    public async Task The_key_and_headers_of_the_suite_stay_at_the_gateway()
    {
        var headers = new Metadata
        {
            { "authorization", "Bearer forged" },
            { "x-platform-subject", "admin" },
            { "X-Platform-Permissions-bin", [1, 2] },
            { "x-own", "kept" },
        };
        var seen = await _edge.Client().InspectAsync(new InspectRequest(), headers);
        seen.Headers.Keys.ShouldNotContain("x-api-key");
        seen.Headers.Keys.ShouldNotContain(name => name.StartsWith("x-platform-"));
        seen.Headers["authorization"].ShouldNotBe("Bearer forged");
        seen.Headers["x-own"].ShouldBe("kept");
        seen.Subject.ShouldBe("tester");
    }

    [Fact]
    public async Task The_token_is_made_once_for_many_calls()
    {
        var client = _edge.Client();
        var first = await client.InspectAsync(new InspectRequest());
        var second = await client.InspectAsync(new InspectRequest());
        second.Headers["authorization"].ShouldBe(first.Headers["authorization"]);
    }

    [Fact]
    public async Task A_stranger_does_not_learn_which_services_exist()
    {
        var invoker = _edge.Invoker(key: null);
        var error = await ErrorOf(Unknown.CallAsync(invoker, "no.such.Service", "Method"));
        error.ShouldBe(StatusCode.Unauthenticated, ErrorReason.Unauthenticated);
    }

    [Fact]
    public async Task No_log_line_at_any_level_holds_a_key_or_a_token()
    {
        var seen = await _edge.Client().InspectAsync(new InspectRequest());
        await ErrorOf(_edge.Client("pk_test_mistyped").EchoAsync(new EchoRequest()));
        var token = seen.Headers["authorization"]["Bearer ".Length..];
        _edge.Logs.Lines.Count.ShouldBeGreaterThan(0);
        _edge.Logs.Lines.ShouldNotContain(line =>
            line.Contains(Workspace.Key)
            || line.Contains("pk_test_mistyped")
            || line.Contains(token)
        );
    }
}

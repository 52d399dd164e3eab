using System.Buffers.Text;
using System.Text;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Microsoft.Extensions.DependencyInjection;
using Platform.Common.V1;
using Platform.ServiceDefaults.Tests.Kit;
using Platform.ServiceDefaults.Tests.Probing;
using static Platform.ServiceDefaults.Tests.Kit.Eventually;

namespace Platform.ServiceDefaults.Tests;

public sealed class IdentityTests : IAsyncLifetime
{
    private ProbeHost _host = null!;

    public async Task InitializeAsync() => _host = await ProbeHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_call_without_a_token_is_refused()
    {
        var error = await ErrorOf(new Probe.ProbeClient(_host.Channel()).EchoAsync(new Payload()));
        error.StatusCode.ShouldBe(StatusCode.Unauthenticated);
        error.Reason().ShouldBe(ErrorReason.Unauthenticated);
        error.ReasonMetadata("cause").ShouldBe("missing");
    }

    [Fact]
    public async Task A_token_of_another_key_is_refused()
    {
        await using var other = await ProbeHost.StartAsync();
        (await RefusedAsync(other.Mint.Mint("tester", ["*"]))).ShouldBe("signature");
    }

    [Fact]
    public async Task A_changed_token_is_refused()
    {
        var parts = _host.Mint.Mint("tester", ["probe:read"]).Split('.');
        var claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        var forged = Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(claims.Replace("probe:read", "*", StringComparison.Ordinal))
        );
        (await RefusedAsync($"{parts[0]}.{forged}.{parts[2]}")).ShouldBe("signature");
    }

    [Fact]
    public async Task A_token_that_names_no_algorithm_is_refused()
    {
        var parts = _host.Mint.Mint("tester", ["*"]).Split('.');
        var none = Base64Url.EncodeToString("""{"alg":"none","typ":"JWT"}"""u8);
        (await RefusedAsync($"{none}.{parts[1]}.")).ShouldBe("malformed");
        (await RefusedAsync($"{none}.{parts[1]}.{parts[2]}")).ShouldBe("malformed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    public async Task Rubbish_is_refused(string token) =>
        (await RefusedAsync(token)).ShouldBe("malformed");

    [Fact]
    public async Task An_expired_token_is_refused_after_the_clock_skew()
    {
        var clock = new ShiftedClock();
        await using var host = await ProbeHost.StartAsync(
            ["Identity:TokenLifetime=00:01:00", "Identity:ClockSkew=00:00:10"],
            builder => builder.Services.AddSingleton<TimeProvider>(clock)
        );
        var token = host.Mint.Mint("tester", ["*"]);
        var client = new Probe.ProbeClient(host.Channel());
        Metadata headers = new() { { "authorization", $"Bearer {token}" } };

        clock.Shift = TimeSpan.FromSeconds(65);
        await client.EchoAsync(new Payload(), headers);
        clock.Shift = TimeSpan.FromSeconds(75);
        (await ErrorOf(client.EchoAsync(new Payload(), headers)))
            .ReasonMetadata("cause")
            .ShouldBe("expired");
        clock.Shift = TimeSpan.FromSeconds(-15);
        (await ErrorOf(client.EchoAsync(new Payload(), headers)))
            .ReasonMetadata("cause")
            .ShouldBe("not_yet_valid");
    }

    [Fact]
    public async Task A_method_asks_for_the_permission_of_its_contract()
    {
        var error = await ErrorOf(_host.Client("probe:read", "probe:write").EraseAsync(new()));
        error.StatusCode.ShouldBe(StatusCode.PermissionDenied);
        error.Reason().ShouldBe(ErrorReason.PermissionMissing);
        error.ReasonMetadata("permission").ShouldBe("probe:admin");
        error.ReasonMetadata("subject").ShouldBe("tester");

        await _host.Client("probe:read", "probe:admin").EraseAsync(new());
        await _host.Client("*").EraseAsync(new());
        (await ErrorOf(_host.Client("probe").EraseAsync(new()))).StatusCode.ShouldBe(
            StatusCode.PermissionDenied
        );
    }

    [Fact]
    public async Task A_handler_knows_its_caller()
    {
        var invoker = _host.Invoker("alice", "probe:read", "other:write");
        var identity = await new Probe.ProbeClient(invoker).WhoAmIAsync(new());
        identity.Subject.ShouldBe("alice");
        identity.Process.ShouldBe("probe");
        identity.Permissions.ShouldBe(["probe:read", "other:write"]);
    }

    [Fact]
    public async Task Methods_and_services_that_do_not_exist_are_closed_too()
    {
        var unknown = new Method<Empty, Empty>(
            MethodType.Unary,
            "platform.testing.Nowhere",
            "Go",
            Marshaller(),
            Marshaller()
        );
        var closed = _host.Channel().CreateCallInvoker();
        (await ErrorOf(closed.AsyncUnaryCall(unknown, null, default, new()))).StatusCode.ShouldBe(
            StatusCode.Unauthenticated
        );
        var open = _host.Invoker("tester", "*");
        var error = await ErrorOf(open.AsyncUnaryCall(unknown, null, default, new()));
        error.StatusCode.ShouldBe(StatusCode.Unimplemented);
        error.Reason().ShouldBe(ErrorReason.NotImplemented);
    }

    [Fact]
    public async Task Only_health_answers_without_a_token()
    {
        var health = new Health.HealthClient(_host.Channel());
        (await health.CheckAsync(new())).Status.ShouldBe(
            HealthCheckResponse.Types.ServingStatus.Serving
        );
        using var call = new ServerReflection.ServerReflectionClient(
            _host.Channel()
        ).ServerReflectionInfo();
        var error = await Should.ThrowAsync<RpcException>(call.ResponseStream.MoveNext());
        error.StatusCode.ShouldBe(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task Plain_http_without_a_token_gets_401_as_json()
    {
        using var http = new HttpClient { DefaultRequestVersion = new(2, 0) };
        http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        var answer = await http.GetAsync($"{_host.Address}/anything");
        ((int)answer.StatusCode).ShouldBe(401);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("\"reason\":\"UNAUTHENTICATED\"");
    }

    [Fact]
    public async Task A_peer_is_called_with_the_subject_deadline_and_own_rights()
    {
        const string patience = "Grpc:UnaryDeadlineMax=01:00:00";
        await using var behind = await ProbeHost.StartAsync([patience]);
        await using var front = await ProbeHost.StartAsync(
            [
                $"Peers:Probe={behind.Address}",
                $"Identity:KeyFile={behind.App.Configuration["Identity:KeyFile"]}",
                "Identity:Name=front",
                patience,
            ],
            builder => builder.AddPeerClient("Probe", invoker => new Probe.ProbeClient(invoker))
        );
        var client = new Probe.ProbeClient(front.Invoker("alice", "probe:read"));
        var deadline = DateTime.UtcNow.AddMinutes(10);
        var seen = await client.RelayAsync(new(), deadline: deadline);
        seen.Subject.ShouldBe("alice");
        seen.Process.ShouldBe("front");
        seen.Permissions.ShouldBe(["*"]);
        // It travels as the time that is left, so the way is added to it.
        var drift = new DateTimeOffset(deadline).ToUnixTimeMilliseconds() - seen.DeadlineMs;
        Math.Abs(drift).ShouldBeLessThan(60_000);

        // Work of its own it does in its own name.
        var own = await front
            .App.Services.GetRequiredService<Probe.ProbeClient>()
            .WhoAmIAsync(new());
        own.Subject.ShouldBe("front");
    }

    [Fact]
    public void A_token_source_renews_its_token_in_time()
    {
        var clock = new ShiftedClock();
        using var services = ProbeHost
            .Create(configure: builder => builder.Services.AddSingleton<TimeProvider>(clock))
            .App;
        var source = new TokenSource(services.Services.GetRequiredService<TokenMint>(), "p", ["*"]);
        var first = source.Authorization;
        clock.Shift = TimeSpan.FromMinutes(3.9);
        source.Authorization.ShouldBe(first);
        clock.Shift = TimeSpan.FromMinutes(4.1);
        source.Authorization.ShouldNotBe(first);
    }

    private async Task<string?> RefusedAsync(string token)
    {
        var client = new Probe.ProbeClient(_host.Channel());
        Metadata headers = new() { { "authorization", $"Bearer {token}" } };
        var error = await ErrorOf(client.EchoAsync(new Payload(), headers));
        error.StatusCode.ShouldBe(StatusCode.Unauthenticated);
        return error.ReasonMetadata("cause");
    }

    private static Marshaller<Empty> Marshaller() =>
        Marshallers.Create(
            message => Google.Protobuf.MessageExtensions.ToByteArray(message),
            Empty.Parser.ParseFrom
        );

    /// <summary>Moves only when it is told to: the time the test itself takes is none.</summary>
    private sealed class ShiftedClock : TimeProvider
    {
        private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;

        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => _start + Shift;
    }
}

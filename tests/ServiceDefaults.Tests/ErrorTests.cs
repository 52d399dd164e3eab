using Google.Rpc;
using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults.Tests.Kit;
using Platform.ServiceDefaults.Tests.Probing;
using static Platform.ServiceDefaults.Tests.Kit.Eventually;

namespace Platform.ServiceDefaults.Tests;

public sealed class ErrorTests : IAsyncLifetime
{
    private ProbeHost _host = null!;

    public async Task InitializeAsync() => _host = await ProbeHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public static TheoryData<ErrorReason> Reasons => [.. Enum.GetValues<ErrorReason>()];

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Every_reason_reaches_the_caller_with_the_code_of_its_contract(
        ErrorReason reason
    )
    {
        var request = new FailRequest { Reason = reason };
        var error = await ErrorOf(_host.Client().FailAsync(request));
        var contract = ErrorsReflection
            .Descriptor.EnumTypes.Single()
            .FindValueByNumber((int)reason)!
            .GetOptions()
            .GetExtension(ErrorsExtensions.Error);
        error.StatusCode.ShouldBe((StatusCode)contract.GrpcCode);
        error.StatusCode.ShouldNotBe(StatusCode.OK);
        contract.Action.ShouldNotBeNullOrWhiteSpace();
        error.Status.Detail.ShouldBe("Told to fail.");
        error.Reason().ShouldBe(reason);
        error.ReasonMetadata("key").ShouldBe("value");
        error.RichStatus()!.Code.ShouldBe((int)contract.GrpcCode);
    }

    [Fact]
    public async Task Wrong_fields_are_all_listed()
    {
        var error = await ErrorOf(_host.Client().FailAsync(new FailRequest { InvalidFields = 3 }));
        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldBe("field_1: must be positive (and 2 more)");
        error
            .RichStatus()!
            .Details.Single(detail => detail.Is(BadRequest.Descriptor))
            .Unpack<BadRequest>()
            .FieldViolations.Select(violation => violation.Field)
            .ShouldBe(["field_1", "field_2", "field_3"]);
    }

    [Fact]
    public async Task A_caller_is_told_when_to_retry()
    {
        var error = await ErrorOf(
            _host.Client().FailAsync(new FailRequest { RetryAfterMs = 1500 })
        );
        error.Reason().ShouldBe(ErrorReason.Overloaded);
        error
            .RichStatus()!
            .Details.Single(detail => detail.Is(RetryInfo.Descriptor))
            .Unpack<RetryInfo>()
            .RetryDelay.ToTimeSpan()
            .ShouldBe(TimeSpan.FromMilliseconds(1500));
    }

    [Fact]
    public async Task A_defect_is_logged_under_a_reference_and_tells_the_caller_nothing_else()
    {
        var request = new FailRequest { Exception = "password=hunter2" };
        var error = await ErrorOf(_host.Client().FailAsync(request));
        error.StatusCode.ShouldBe(StatusCode.Internal);
        error.Reason().ShouldBe(ErrorReason.Internal);
        var reference = error.ReasonMetadata("reference")!;
        error.Status.Detail.ShouldBe($"Internal error. Reference: {reference}");
        error.RichStatus()!.ToString().ShouldNotContain("hunter2");

        var logged = _host.Logs.Errors.Single(entry => entry.Text.Contains(reference));
        logged.Exception.ShouldBeOfType<InvalidOperationException>();
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_is_a_defect() =>
        (await ErrorOf(_host.Client().FailAsync(new FailRequest { Cancelled = true })))
            .Reason()
            .ShouldBe(ErrorReason.Internal);

    [Theory]
    [InlineData(StatusCode.Unavailable, ErrorReason.StoreUnavailable)]
    [InlineData(StatusCode.Unimplemented, ErrorReason.NotImplemented)]
    [InlineData(StatusCode.ResourceExhausted, ErrorReason.LimitExceeded)]
    [InlineData(StatusCode.FailedPrecondition, null)]
    [InlineData(StatusCode.Unknown, null)]
    public async Task A_plain_status_keeps_code_and_message(StatusCode code, ErrorReason? reason)
    {
        var request = new FailRequest { StatusCode = (uint)code };
        var error = await ErrorOf(_host.Client().FailAsync(request));
        error.Status.ShouldBe(new Grpc.Core.Status(code, "plain"));
        error.Reason().ShouldBe(reason);
    }

    [Fact]
    public async Task A_caller_that_cancels_ends_its_handler()
    {
        using var cancellation = new CancellationTokenSource();
        var call = _host.Client().SleepAsync(new(), cancellationToken: cancellation.Token);
        await BeTrueAsync(() => !_host.Events.Begun.IsEmpty, "the handler does not begin");
        await cancellation.CancelAsync();
        (await ErrorOf(call)).StatusCode.ShouldBe(StatusCode.Cancelled);
        await BeTrueAsync(() => !_host.Events.Cancelled.IsEmpty, "the handler goes on");
        _host.Logs.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deadline_ends_its_handler()
    {
        // A busy machine may not have begun the handler when the time is over; then there is more of it.
        for (var seconds = 1; _host.Events.Begun.IsEmpty; seconds *= 2)
        {
            seconds.ShouldBeLessThan(100, "the handler does not begin");
            var deadline = DateTime.UtcNow.AddSeconds(seconds);
            var error = await ErrorOf(_host.Client().SleepAsync(new(), deadline: deadline));
            error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        }
        await BeTrueAsync(() => !_host.Events.Cancelled.IsEmpty, "the handler goes on");
        _host.Logs.Errors.ShouldBeEmpty();
    }
}

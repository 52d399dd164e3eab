using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Xunit.Abstractions;

namespace Platform.Faults;

/// <summary>What a caller saw of a call that failed.</summary>
internal sealed record Answer(
    StatusCode Code,
    ErrorReason? Reason,
    string Message,
    TimeSpan After,
    RpcException Error
)
{
    /// <summary>Runs a call that has to fail.</summary>
    public static async Task<Answer> OfAsync(Func<Task> call)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var error = await call().ShouldThrowAsync<RpcException>();
        return new(error.StatusCode, error.Reason(), error.Status.Detail, clock.Elapsed, error);
    }

    public string? Metadata(string key) => Error.ReasonMetadata(key);

    /// <summary>Holds it to a code, a reason and words its message must have, and notes it for the table.</summary>
    public Answer ShouldSay(
        ITestOutputHelper output,
        string asked,
        StatusCode code,
        ErrorReason reason,
        params string[] words
    )
    {
        output.WriteLine($"| {asked} | {Code} | {Reason} | {Message} |");
        Code.ShouldBe(code, Message);
        Reason.ShouldBe(reason, Message);
        ErrorsPage
            .Has(asked, code, reason)
            .ShouldBeTrue(
                $"docs/errors.md has no such line: | {asked} | {code} | {reason} | {Message} |"
            );
        foreach (var word in words)
        {
            Message.ShouldContain(word);
        }
        return this;
    }
}

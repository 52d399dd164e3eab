using System.Threading.Channels;
using Platform.Common.V1;
using Platform.Schema.Service.Runs;
using Platform.Schema.V1;
using Platform.ServiceDefaults;

namespace Platform.Schema.Service.Calls;

/// <summary>Apply and Rollback. A run goes on when its caller goes away; only the stop of the service cuts it off.</summary>
internal sealed class RunCalls(SchemaRunner runner, PackVersions versions, DrainToken drain)
{
    public RunRequest Read(ApplyRequest request)
    {
        if (request.Pack.Length == 0 && request.Version.Length > 0)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "version",
                    "a version needs the pack it is of; without a pack each goes to its newest"
                )
            );
        }
        return new RunRequest
        {
            IsRollback = false,
            Packs =
            [
                .. versions
                    .Select(request.Pack)
                    .Select(pack => (pack.Pack, versions.Parse(pack.Pack, request.Version))),
            ],
            AllowDestructive = request.AllowDestructive,
            RequestId = RequestId(request.RequestId),
        };
    }

    public RunRequest Read(RollbackRequest request)
    {
        if (request.Pack.Length == 0 || request.Version.Length == 0)
        {
            PlatformErrors.ThrowInvalid(
                request.Pack.Length == 0
                    ? ("pack", "name the pack to roll back")
                    : ("version", "name the version to roll back to")
            );
        }
        return new RunRequest
        {
            IsRollback = true,
            Packs = [(request.Pack, versions.Parse(request.Pack, request.Version))],
            AllowDestructive = request.AllowDestructive,
            RequestId = RequestId(request.RequestId),
        };
    }

    public async Task RunAsync(
        RunRequest request,
        Func<SchemaProgress, Task> write,
        CancellationToken call
    )
    {
        // Bounded by the steps of the plans, so it needs no limit of its own.
        var progress = Channel.CreateUnbounded<RunProgress>();
        var run = Task.Run(
            async () =>
            {
                try
                {
                    return await runner.RunAsync(
                        request,
                        line => progress.Writer.TryWrite(line),
                        drain.Token
                    );
                }
                finally
                {
                    progress.Writer.Complete();
                }
            },
            CancellationToken.None
        );
        await foreach (var line in progress.Reader.ReadAllAsync(call))
        {
            await write(SchemaMessages.Progress(line));
        }
        if (await run is { } error)
        {
            PlatformErrors.Throw(ErrorReason.SchemaStepFailed, error);
        }
    }

    private static string RequestId(string text)
    {
        if (text.Length > 0 && !Guid.TryParse(text, out _))
        {
            PlatformErrors.ThrowInvalid(("request_id", $"'{text}' is not a UUID"));
        }
        return text;
    }
}

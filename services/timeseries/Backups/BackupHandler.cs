using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Backup.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.Ticks.Write;

namespace Platform.Timeseries.Backups;

/// <summary>The gRPC face of backups.</summary>
internal sealed class BackupHandler(
    BackupRun backups,
    RestoreRun restores,
    BackupFolder folder,
    IOptions<BackupOptions> options,
    DrainToken drain
) : BackupService.BackupServiceBase
{
    private const int PageSizeMax = 1000;
    private const int PageSizeDefault = 100;

    public override async Task CreateBackup(
        CreateBackupRequest request,
        IServerStreamWriter<CreateBackupResponse> responseStream,
        ServerCallContext context
    )
    {
        RequestIds.Parse(request.RequestId);
        if (request.Name.Length > 0)
        {
            BackupFolder.CheckName("name", request.Name);
        }
        if (request.Base.Length > 0)
        {
            BackupFolder.CheckName("base", request.Base);
        }
        using var ending = drain.LinkTo(context.CancellationToken);
        var progress = Progress(
            (stage, fraction) => new CreateBackupResponse { Stage = stage, Fraction = fraction },
            responseStream
        );
        var made = await backups.CreateAsync(request, progress, ending.Token);
        await responseStream.WriteAsync(
            new CreateBackupResponse
            {
                Stage = "done",
                Fraction = 1,
                Backup = made.ToMessage(),
            }
        );
    }

    public override Task<ListBackupsResponse> ListBackups(
        ListBackupsRequest request,
        ServerCallContext context
    )
    {
        if (request.PageSize > PageSizeMax)
        {
            PlatformErrors.ThrowInvalid(
                ("page_size", $"It is {request.PageSize}; at most {PageSizeMax} are allowed.")
            );
        }
        var after = PageToken.Decode<string>(request.PageToken, nameof(ListBackups));
        var size = request.PageSize == 0 ? PageSizeDefault : (int)request.PageSize;
        var all = folder.List();
        var from = after is null ? 0 : all.ToList().FindIndex(one => one.Name == after) + 1;
        var page = all.Skip(from).Take(size).ToList();
        var response = new ListBackupsResponse();
        response.Backups.AddRange(page.Select(manifest => manifest.ToMessage()));
        if (from + page.Count < all.Count)
        {
            response.NextPageToken = PageToken.Encode(nameof(ListBackups), page[^1].Name);
        }
        return Task.FromResult(response);
    }

    public override async Task RestoreBackup(
        RestoreBackupRequest request,
        IServerStreamWriter<RestoreBackupResponse> responseStream,
        ServerCallContext context
    )
    {
        RequestIds.Parse(request.RequestId);
        BackupFolder.CheckName("name", request.Name);
        using var ending = drain.LinkTo(context.CancellationToken);
        var progress = Progress(
            (stage, fraction) => new RestoreBackupResponse { Stage = stage, Fraction = fraction },
            responseStream
        );
        var restored = await restores.RestoreAsync(request.Name, progress, ending.Token);
        await responseStream.WriteAsync(
            new RestoreBackupResponse
            {
                Stage = "done",
                Fraction = 1,
                Backup = restored.ToMessage(),
            }
        );
    }

    private BackupProgress Progress<T>(
        Func<string, double, T> message,
        IServerStreamWriter<T> responses
    ) =>
        new(
            options.Value.ProgressInterval,
            (stage, fraction) => responses.WriteAsync(message(stage, fraction))
        );
}

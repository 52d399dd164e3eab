using System.Globalization;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;

namespace Platform.Timeseries.Backups;

/// <summary>
/// The program as a tool: restores a backup before anything serves or follows the log, tells its progress
/// on standard output, and ends.
/// </summary>
internal static class RestoreProcess
{
    // EX_DATAERR and EX_UNAVAILABLE of sysexits.
    private const int DamagedExitCode = 65;
    private const int UnavailableExitCode = 69;

    public static bool IsAsked(IConfiguration configuration) =>
        configuration[$"{BackupOptions.Section}:{nameof(BackupOptions.Restore)}"]
            is { Length: > 0 };

    public static async Task<int> RunAsync(WebApplication app)
    {
        await using var ending = app;
        var options = app.Services.GetRequiredService<IOptions<BackupOptions>>().Value;
        var restore = app.Services.GetRequiredService<RestoreRun>();
        try
        {
            BackupFolder.CheckName("Backups:Restore", options.Restore);
            await restore.RestoreAsync(
                options.Restore,
                new BackupProgress(options.ProgressInterval, TellAsync),
                CancellationToken.None
            );
            return 0;
        }
        catch (RpcException failure)
        {
            await Console.Error.WriteLineAsync(failure.Status.Detail);
            return DamagedExitCode;
        }
        catch (ClickHouseException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return UnavailableExitCode;
        }
    }

    private static Task TellAsync(string stage, double fraction) =>
        Console.Out.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"progress {fraction:0.00} {stage}")
        );
}

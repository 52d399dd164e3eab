using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults;

public static class PlatformRun
{
    /// <summary>A setting is wrong (EX_CONFIG of sysexits).</summary>
    public const int ConfigurationExitCode = 78;

    /// <summary>The address to listen on can't be had (EX_UNAVAILABLE).</summary>
    public const int AddressExitCode = 69;

    /// <summary>
    /// Runs until SIGTERM or Ctrl-C and returns the exit code. A wrong setting or a taken address ends the process
    /// before anything has started, with one line on stderr for each.
    /// </summary>
    public static async Task<int> RunPlatformAsync(this WebApplication app)
    {
        try
        {
            // Asked here and not by the host, which would log a stack trace beside our line.
            app.Services.GetService<IStartupValidator>()?.Validate();
            await app.StartAsync();
        }
        catch (Exception exception)
            when (StartFailure.Of(exception, app.Configuration) is { } failure)
        {
            failure.Print(app.Services.GetRequiredService<PlatformProcess>().Name);
            await app.DisposeAsync();
            return failure.ExitCode;
        }
        await app.WaitForShutdownAsync();
        await app.DisposeAsync();
        return 0;
    }
}

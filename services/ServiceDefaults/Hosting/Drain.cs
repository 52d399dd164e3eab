using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Platform.ServiceDefaults;

/// <summary>Section <c>Drain</c>: how the process stops.</summary>
public sealed class DrainOptions
{
    public const string Section = "Drain";

    /// <summary>
    /// How long open calls may take to end after SIGTERM before their connections are cut. Default 15 s; 0 to 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>
/// Tells long calls that the process is stopping. A streaming handler waits on a token linked to this one; the
/// OperationCanceledException that ends it then reaches the caller as UNAVAILABLE, reason DRAINING.
/// </summary>
public sealed class DrainToken(IHostApplicationLifetime lifetime)
{
    /// <summary>Cancelled when the process begins to stop; health says NOT_SERVING from then on.</summary>
    public CancellationToken Token => lifetime.ApplicationStopping;

    public bool IsDraining => Token.IsCancellationRequested;

    /// <summary>Cancelled by the drain or by the call's own token, whichever is first. Dispose it with the call.</summary>
    public CancellationTokenSource LinkTo(CancellationToken call) =>
        CancellationTokenSource.CreateLinkedTokenSource(call, Token);
}

internal static class Drain
{
    public static void AddDrain(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<DrainOptions>(DrainOptions.Section);
        builder.Services.AddSingleton<DrainToken>();
        // The host asks for its options while it is being built, when a wrong value could not yet be explained.
        builder
            .Services.AddOptions<HostOptions>()
            .Configure<IConfiguration>(
                (host, configuration) =>
                    host.ShutdownTimeout = TimeSpan.TryParse(
                        configuration[$"{DrainOptions.Section}:{nameof(DrainOptions.Timeout)}"],
                        CultureInfo.InvariantCulture,
                        out var timeout
                    )
                        ? timeout
                        : new DrainOptions().Timeout
            );
    }
}

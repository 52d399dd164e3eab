using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults;

/// <summary>What keeps a process from starting, in lines an operator can act upon, and the exit code that says so.</summary>
internal sealed record StartFailure(IReadOnlyList<string> Lines, int ExitCode)
{
    private static int s_installed;

    /// <summary>Null for what is no matter of settings: a defect, which deserves its stack trace.</summary>
    public static StartFailure? Of(Exception exception, IConfiguration configuration) =>
        exception switch
        {
            OptionsValidationException wrong => OfSettings(wrong.Failures),
            AggregateException many
                when many.InnerExceptions.All(inner => inner is OptionsValidationException) =>
                OfSettings(
                    many.InnerExceptions.Cast<OptionsValidationException>()
                        .SelectMany(wrong => wrong.Failures)
                ),
            IOException { InnerException: AddressInUseException } taken => OfAddress(
                taken.Message,
                "another process already listens there",
                configuration
            ),
            SocketException refused => OfAddress("", refused.Message, configuration),
            _ => null,
        };

    /// <summary>
    /// For settings that are asked for before <see cref="PlatformRun.RunPlatformAsync"/> could catch the failure, while
    /// the application is being built: the process would end with a stack trace.
    /// </summary>
    public static void ExplainUnhandled(string process, IConfiguration configuration)
    {
        if (Interlocked.Exchange(ref s_installed, 1) == 1)
        {
            return;
        }
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
        {
            if (
                unhandled.ExceptionObject is OptionsValidationException wrong
                && Of(wrong, configuration) is { } failure
            )
            {
                failure.Print(process);
                Environment.Exit(failure.ExitCode);
            }
        };
    }

    public void Print(string process)
    {
        foreach (var line in Lines)
        {
            Console.Error.WriteLine($"{process}: {line}");
        }
    }

    private static StartFailure OfSettings(IEnumerable<string> failures) =>
        new([.. failures.Distinct()], PlatformRun.ConfigurationExitCode);

    /// <summary>The exception names the address as bound; the operator knows it by its key.</summary>
    private static StartFailure OfAddress(
        string message,
        string problem,
        IConfiguration configuration
    )
    {
        var keys = new[] { nameof(ListenOptions.Url), nameof(ListenOptions.Http1Url) };
        var settings = keys.Select(key => $"{ListenOptions.Section}:{key}")
            .Where(key => !string.IsNullOrEmpty(configuration[key]))
            .ToList();
        var guilty = settings.FindAll(key =>
            Uri.TryCreate(configuration[key], UriKind.Absolute, out var url)
            && message.Contains($":{url.Port}:", StringComparison.Ordinal)
        );
        var named = (guilty.Count > 0 ? guilty : settings).Select(key =>
            $"{key} is '{configuration[key]}'"
        );
        return new([$"{string.Join(", ", named)}: {problem}"], PlatformRun.AddressExitCode);
    }
}

using System.CommandLine;
using Platform.Launcher.Manifest;
using Platform.Launcher.State;

namespace Platform.Launcher.Commands;

internal static class CommonOptions
{
    public static Option<string?> Data() =>
        new("--data")
        {
            Description = "Data directory (default: PLATFORM_DATA, else .data in the checkout)",
            HelpName = "DIR",
        };

    public static Option<string?> Ports() =>
        new("--ports")
        {
            Description =
                "'auto' takes free ports, a number moves 7000, 7001, … there (default: PLATFORM_PORT_BASE, else as in tye.yaml)",
            HelpName = "auto|BASE",
        };

    /// <summary>For tests: other processes than those of tye.yaml.</summary>
    public static Option<string?> Manifest() => new("--manifest") { Hidden = true };

    public static SuiteLayout Layout(this ParseResult result, Option<string?> data) =>
        SuiteLayout.Of(result.GetValue(data));

    public static PortChoice Choice(this ParseResult result, Option<string?> ports) =>
        PortChoice.Parse(
            result.GetValue(ports) ?? Environment.GetEnvironmentVariable("PLATFORM_PORT_BASE")
        );
}

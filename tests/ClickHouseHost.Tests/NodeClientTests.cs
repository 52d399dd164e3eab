using System.Diagnostics;
using System.Text.RegularExpressions;
using Platform.ClickHouseHost.Tests.Support;
using Platform.TestKit;
using Xunit.Abstractions;

namespace Platform.ClickHouseHost.Tests;

/// <summary>The official client for Node.js, which knows nothing of this host (node/client.test.cjs).</summary>
[Collection(SharedHostCollection.Name)]
public sealed partial class NodeClientTests(SharedHost shared, ITestOutputHelper output)
{
    private const int Cases = 57;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task The_official_client_gets_what_it_expects()
    {
        var tests = Path.Combine(Checkout.Root, "tests/ClickHouseHost.Tests/node");
        var packages = await NodePackages.InstallAsync(tests);
        var start = new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                "--test",
                "--test-reporter=tap",
                Path.Combine(tests, "client.test.cjs"),
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["NODE_PATH"] = packages,
                ["HOST_URL"] = shared.Host.Url,
                ["HOST_USER"] = HostProcess.User,
                ["HOST_PASSWORD"] = HostProcess.Password,
            },
        };
        using var node = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var report = node.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = node.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await node.WaitForExitAsync(limit.Token);
        }
        finally
        {
            node.Kill(entireProcessTree: true);
        }

        var text = await report;
        output.WriteLine(text);
        node.ExitCode.ShouldBe(0, $"{text}\n{await errors}");

        // Passing with nothing run would mean nothing.
        var passed = Passed().Match(text).Groups[1].Value;
        int.Parse(passed, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeGreaterThanOrEqualTo(Cases);
    }

    [GeneratedRegex("^# pass (\\d+)$", RegexOptions.Multiline)]
    private static partial Regex Passed();
}

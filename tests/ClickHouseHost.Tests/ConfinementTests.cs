using System.Globalization;
using System.Text;
using Platform.ClickHouseHost.Tests.Support;
using Xunit.Abstractions;

namespace Platform.ClickHouseHost.Tests;

/// <summary>What a query can't be kept from by reading its text, the kernel keeps it from.</summary>
public sealed class ConfinementTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_query_reads_no_file_of_the_machine_by_any_detour()
    {
        await using var host = await HostProcess.StartAsync();
        if (!IsConfined(host))
        {
            return;
        }

        foreach (var file in new[] { Path.Combine(host.Folder, "password"), "/etc/passwd" })
        {
            var reply = await host.Client.PostAsync(Detour(file));
            reply.Text.ShouldContain("Permission denied");
            reply.Text.ShouldNotContain(HostProcess.Password);
        }

        // Its own files it can read, or the test would show nothing.
        var own = await host.Client.AskAsync(Detour(Path.Combine(host.DataFolder, "status")));
        own.ShouldContain("PID");
    }

    [Fact]
    public async Task A_table_writes_no_file_of_the_machine()
    {
        await using var host = await HostProcess.StartAsync();
        if (!IsConfined(host))
        {
            return;
        }

        var outside = Path.Combine(host.Folder, "outside.db");
        var reply = await host.Client.PostAsync(
            $"CREATE DATABASE out ENGINE = SQLite('{outside}')"
        );
        File.Exists(outside).ShouldBeFalse(reply.Text);
    }

    [Fact]
    public async Task A_dictionary_runs_no_command()
    {
        await using var host = await HostProcess.StartAsync();
        if (!IsConfined(host))
        {
            return;
        }

        var mark = Path.Combine(host.DataFolder, "ran");
        await host.Client.AskAsync(
            $"""
            CREATE DICTIONARY d (a UInt64, b String) PRIMARY KEY a
            SOURCE(EXECUTABLE(command 'touch {mark}; echo 1 x' format 'TSV')) LAYOUT(FLAT()) LIFETIME(0)
            """
        );
        var reply = await host.Client.PostAsync("SELECT dictGet('d', 'b', 1)");
        reply.ErrorCode.ShouldNotBe(0, reply.Text);
        File.Exists(mark).ShouldBeFalse();
    }

    [Fact]
    public async Task Unconfined_it_says_so()
    {
        await using var host = await HostProcess.StartAsync("--Host:Confine=false");
        await host.Client.AskAsync("SELECT 1");
        host.Output.ShouldContain(line => line.Contains("Not confined"));
    }

    // The structure's text is put together at run time, so that no check of the query's text would find it.
    private static string Detour(string file)
    {
        var structure = $"a Int32, b String DEFAULT file('{file}')";
        var codes = Encoding
            .ASCII.GetBytes(structure)
            .Select(code => code.ToString(CultureInfo.InvariantCulture));
        return $"SELECT b FROM format(JSONEachRow, char({string.Join(',', codes)}), '{{\"a\":1}}')";
    }

    private bool IsConfined(HostProcess host)
    {
        var confined = !host.Output.Any(line => line.Contains("Not confined"));
        if (!confined)
        {
            output.WriteLine(
                "NOT CHECKED: this kernel has no Landlock, so the host runs unconfined"
            );
        }

        return confined;
    }
}

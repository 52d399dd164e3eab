using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Platform.Benchmarks.Load;

namespace Platform.Benchmarks.Benches;

/// <summary>
/// The engine alone: rows that are in the ticks table, as the Native blocks the engine itself makes of them, inserted into an
/// empty table of the same definition, over HTTP into the suite's engine and in-process into a fresh one.
/// </summary>
internal sealed class EngineReference : IDisposable
{
    public const int BlockRows = 65_536;
    private const int Blocks = 16;
    private const string Table = "ticks_reference";

    private readonly HttpClient _http = new();
    private readonly List<byte[]> _blocks = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("platform-bench-");
    private Uri _address = null!;
    private string _definition = "";
    private BenchSuite _suite = null!;

    /// <summary>Takes the blocks from the suite, whose table must hold some rows.</summary>
    public static async Task<EngineReference> PrepareAsync(
        BenchSuite suite,
        CancellationToken cancellation
    )
    {
        var reference = new EngineReference { _suite = suite, _address = suite.ClickHouse.Address };
        var password = await File.ReadAllTextAsync(suite.ClickHousePasswordFile, cancellation);
        var headers = reference._http.DefaultRequestHeaders;
        headers.Add("X-ClickHouse-User", "platform");
        headers.Add("X-ClickHouse-Key", password.Trim());
        headers.Add("X-ClickHouse-Database", "trading_data");
        reference._definition = (
            await suite.Engine.QueryScalarAsync<string>("SHOW CREATE TABLE ticks", ct: cancellation)
        )!;
        for (var block = 0; block < Blocks; block++)
        {
            reference._blocks.Add(
                await reference.QueryAsync(
                    $"SELECT * FROM ticks LIMIT {BlockRows} OFFSET {block * BlockRows} SETTINGS max_block_size = {BlockRows}, max_threads = 1 FORMAT Native",
                    cancellation
                )
            );
        }
        await suite.Engine.ExecuteAsync($"CREATE TABLE {Table} AS ticks", ct: cancellation);
        await reference.RoundOverHttpAsync(cancellation);
        return reference;
    }

    /// <summary>Rows a second over the host's HTTP interface, one insert after the other as the sink does.</summary>
    public async Task<double> RoundOverHttpAsync(CancellationToken cancellation)
    {
        await _suite.Engine.ExecuteAsync($"TRUNCATE TABLE {Table}", ct: cancellation);
        var insert = new UriBuilder(_address)
        {
            Query = $"query={Uri.EscapeDataString($"INSERT INTO {Table} FORMAT Native")}",
        }.Uri;
        var clock = Stopwatch.StartNew();
        foreach (var block in _blocks)
        {
            using var body = new ByteArrayContent(block);
            body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using var answer = await _http.PostAsync(insert, body, cancellation);
            await CheckAsync(answer, cancellation);
        }
        var rows = await _suite.CountAsync(Table);
        var rate = rows / clock.Elapsed.TotalSeconds;
        return rows == (long)Blocks * BlockRows
            ? rate
            : throw new InvalidOperationException($"the reference table holds {rows} rows");
    }

    /// <summary>The same in a process that holds nothing but the engine.</summary>
    public async Task<double[]> RoundsInProcessAsync(int rounds, CancellationToken cancellation)
    {
        for (var i = 0; i < _blocks.Count; i++)
        {
            var path = Path.Combine(_folder.FullName, $"{i:00}.native");
            await File.WriteAllBytesAsync(path, _blocks[i], cancellation);
        }
        var definition = Path.Combine(_folder.FullName, "table.sql");
        await File.WriteAllTextAsync(definition, _definition, cancellation);
        using var process = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    typeof(EngineReference).Assembly.Location,
                    EngineAlone.Word,
                    await EngineAlone.LibraryAsync(),
                    _folder.FullName,
                    rounds.ToString(CultureInfo.InvariantCulture),
                ]
            )
            {
                RedirectStandardOutput = true,
            }
        )!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"the engine alone failed: {output}");
        }
        return
        [
            .. output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => double.Parse(line, CultureInfo.InvariantCulture)),
        ];
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<byte[]> QueryAsync(string sql, CancellationToken cancellation)
    {
        using var body = new StringContent(sql);
        using var answer = await _http.PostAsync(_address, body, cancellation);
        await CheckAsync(answer, cancellation);
        return await answer.Content.ReadAsByteArrayAsync(cancellation);
    }

    private static async Task CheckAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(
                await answer.Content.ReadAsStringAsync(cancellation)
            );
        }
    }
}

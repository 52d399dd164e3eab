using System.Text.Json;
using Grpc.Core;
using Platform.TestKit;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Clients;

/// <summary>An independent client through the gateway, cut at random, must end with exactly what was written.</summary>
[Collection("suite")]
public class NodeResumeTests(SuiteFixture suite, ITestOutputHelper output)
{
    private const int HistoryRows = 100_000;
    private const int LiveRows = 2_000;
    private const string Quotes = "ticks/eurusd-20140508-quotes.zip";

    // Of the practice market's symbols, one that trades at every hour of every day.
    private const string Practice = "BTCUSD";
    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_tick_comes_once_and_in_order_however_often_the_connection_is_cut(
        int seed
    )
    {
        var symbol = $"CUT{seed}";
        await WriteAsync(symbol, 0, HistoryRows, rowsEach: 500);

        var reading = SubscribeAsync(symbol, HistoryRows + LiveRows, seed);
        await WriteAsync(symbol, HistoryRows, LiveRows, rowsEach: 20);

        (await reading).ShouldBe(
            Enumerable.Range(1, HistoryRows + LiveRows).Select(row => (double)row)
        );
    }

    /// <summary>The two commands a newcomer runs, and a subscriber that sees the day and then the market.</summary>
    [RealDataFact(Quotes)]
    public async Task A_replayed_day_and_the_practice_market_after_it_come_once_and_in_order()
    {
        await PlatformAsync([
            "replay",
            RealData.PathOf(Quotes),
            .. $"--symbol {Practice} --format quotes-ms --date 2014-05-08".Split(' '),
        ]);

        var reading = SubscribeAsync(Practice, 167_466 + LiveRows, seed: 4);
        await PlatformAsync([
            "feed",
            .. $"--symbols {Practice} --rate 500 --duration 10 --seed 4".Split(' '),
        ]);
        var seen = await reading;

        var stored = await ReadAsync(Practice);
        stored.Count.ShouldBeGreaterThanOrEqualTo(seen.Count);
        seen.ShouldBe(stored.Take(seen.Count));
    }

    private Task PlatformAsync(string[] arguments) =>
        Programs.RunAsync(
            "dotnet",
            [
                Path.Combine(
                    Snippets.RepoRoot,
                    "deploy/launcher/bin/Release/net10.0/Platform.Launcher.dll"
                ),
                .. arguments,
                "--gateway",
                suite.Gateway.Address.ToString(),
            ],
            Snippets.RepoRoot,
            ("PLATFORM_KEY", suite.ApiKey)
        );

    /// <summary>Bids as the Node subscriber got them, at least <paramref name="rows"/> of them.</summary>
    private async Task<List<double>> SubscribeAsync(string symbol, int rows, int seed)
    {
        var packages = await NodePackages.InstallAsync(Snippets.NodeFolder);
        var printed = await Programs.RunAsync(
            "node",
            [
                Path.Combine(Snippets.NodeFolder, "resume.js"),
                suite.Gateway.Address.Authority,
                suite.ApiKey,
                Snippets.Protos,
                symbol,
                $"{rows}",
                $"{seed}",
            ],
            Snippets.NodeFolder,
            ("NODE_PATH", packages)
        );
        var seen = JsonDocument.Parse(printed).RootElement;
        output.WriteLine($"{symbol}, seed {seed}: {seen.GetProperty("cuts")} cuts");
        seen.GetProperty("cuts").GetInt32().ShouldBeGreaterThan(3);
        seen.GetProperty("caughtUp").GetInt32().ShouldBeGreaterThan(0);
        var bids = seen.GetProperty("bids").EnumerateArray().Select(bid => bid.GetDouble());
        return [.. bids];
    }

    /// <summary>Bids in order of time, which is the order both were written in.</summary>
    private async Task<List<double>> ReadAsync(string symbol)
    {
        var bids = new List<double>();
        var request = new ReadTicksRequest { Symbols = { symbol } };
        do
        {
            using var call = _client.ReadTicks(request, suite.KeyHeaders);
            await foreach (var response in call.ResponseStream.ReadAllAsync())
            {
                bids.AddRange(response.Batch?.Bid ?? []);
                request.PageToken = response.NextPageToken;
            }
        } while (request.PageToken.Length > 0);
        return bids;
    }

    private async Task WriteAsync(string symbol, int first, int count, int rowsEach)
    {
        using var call = _client.WriteTicks(suite.KeyHeaders);
        var reading = Task.Run(async () =>
        {
            ulong accepted = 0;
            await foreach (var answer in call.ResponseStream.ReadAllAsync())
            {
                accepted = answer.AcceptedRows;
            }
            return accepted;
        });
        for (var row = first; row < first + count; row += rowsEach)
        {
            var batch = new TickBatch { Symbols = { symbol } };
            for (var i = row; i < row + rowsEach; i++)
            {
                batch.TimeUs.Add(1_700_000_000_000_000 + i);
                batch.Bid.Add(i + 1);
                batch.Ask.Add(i + 1.5);
            }
            await call.RequestStream.WriteAsync(new WriteTicksRequest { Batch = batch });
        }
        await call.RequestStream.CompleteAsync();
        (await reading).ShouldBe((ulong)count);
    }
}

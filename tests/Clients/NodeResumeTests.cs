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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_tick_comes_once_and_in_order_however_often_the_connection_is_cut(
        int seed
    )
    {
        await Programs.InstallNodePackagesAsync();
        var symbol = $"CUT{seed}";
        var client = new TimeseriesService.TimeseriesServiceClient(suite.OpenGateway());
        await WriteAsync(client, symbol, 0, HistoryRows, rowsEach: 500);

        var reading = Programs.RunAsync(
            "node",
            [
                Path.Combine(Snippets.NodeFolder, "resume.js"),
                suite.Gateway.Address.Authority,
                suite.ApiKey,
                Snippets.Protos,
                symbol,
                $"{HistoryRows + LiveRows}",
                $"{seed}",
            ],
            Snippets.NodeFolder
        );
        await WriteAsync(client, symbol, HistoryRows, LiveRows, rowsEach: 20);
        var seen = JsonDocument.Parse(await reading).RootElement;

        output.WriteLine($"seed {seed}: {seen.GetProperty("cuts")} cuts");
        seen.GetProperty("cuts").GetInt32().ShouldBeGreaterThan(3);
        seen.GetProperty("caughtUp").GetInt32().ShouldBeGreaterThan(0);
        seen.GetProperty("bids")
            .EnumerateArray()
            .Select(bid => bid.GetInt32())
            .ShouldBe(Enumerable.Range(1, HistoryRows + LiveRows));
    }

    private async Task WriteAsync(
        TimeseriesService.TimeseriesServiceClient client,
        string symbol,
        int first,
        int count,
        int rowsEach
    )
    {
        using var call = client.WriteTicks(suite.KeyHeaders);
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

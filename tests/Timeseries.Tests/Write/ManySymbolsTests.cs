using Platform.Timeseries.Tests.Subscriptions;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Write;

/// <summary>Batches of more symbols than one request to the log may have records (here 100).</summary>
[Collection("tight suite")]
public class ManySymbolsTests(TightSuite suite)
{
    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(350)]
    public async Task A_batch_goes_to_the_log_in_as_many_requests_as_its_limit_asks(int symbols)
    {
        var client = new TimeseriesService.TimeseriesServiceClient(suite.OpenGateway());
        var prefix = Guid.NewGuid().ToString("N")[..8];
        var batch = new TickBatch();
        for (var i = 0; i < symbols; i++)
        {
            batch.Symbols.Add($"{prefix}.{i}");
            batch.SymbolIndex.Add((uint)i);
            batch.TimeUs.Add(1_711_900_000_000_000);
            batch.Bid.Add(1);
            batch.Ask.Add(2);
        }
        var request = new WriteTickBatchRequest
        {
            Batch = batch,
            RequestId = Guid.NewGuid().ToString(),
        };

        var first = await client.WriteTickBatchAsync(request, suite.KeyHeaders);
        var again = await client.WriteTickBatchAsync(request, suite.KeyHeaders);

        first.AcceptedRows.ShouldBe((uint)symbols);
        again.DuplicateRows.ShouldBe((uint)symbols);
    }
}

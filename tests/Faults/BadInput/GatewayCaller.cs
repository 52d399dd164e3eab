using Grpc.Core;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.BadInput;

/// <summary>
/// A caller of the gateway who gives it bad input: each test says what it is told then, code, reason and words
/// that help.
/// </summary>
public abstract class GatewayCaller(FaultySuite suite, ITestOutputHelper output)
{
    protected const long TimeUs = 1_711_900_000_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private protected FaultySuite Suite => suite;

    private protected ITestOutputHelper Output => output;

    private protected TimeseriesService.TimeseriesServiceClient Client { get; } =
        new(suite.OpenGateway());

    private protected Metadata Key => suite.KeyHeaders;

    protected static TickBatch Ticks(string symbol, int rows)
    {
        var batch = new TickBatch { Symbols = { symbol } };
        for (var row = 0; row < rows; row++)
        {
            batch.TimeUs.Add(TimeUs + row);
            batch.Bid.Add(1);
            batch.Ask.Add(2);
        }
        return batch;
    }

    protected static GetCandlesRequest Candles(string symbol) =>
        new() { Symbol = symbol, Timeframe = Timeframe._1M };

    protected async Task<WriteTickBatchResponse> WriteAsync(TickBatch? batch, string id = "") =>
        await Client.WriteTickBatchAsync(
            new WriteTickBatchRequest { Batch = batch, RequestId = id },
            Key
        );

    /// <summary>Reads to the end and gives the next page's token.</summary>
    protected async Task<string> ReadAsync(ReadTicksRequest request)
    {
        var token = "";
        using var call = Client.ReadTicks(request, Key, DateTime.UtcNow + Patience);
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            token = response.NextPageToken;
        }
        return token;
    }

    protected static SubscribeTicksRequest Subscription(TickStart start) => new() { Start = start };

    protected async Task SubscribeAsync(SubscribeTicksRequest request)
    {
        using var call = Client.SubscribeTicks(request, Key, DateTime.UtcNow + Patience);
        await foreach (var _ in call.ResponseStream.ReadAllAsync()) { }
    }
}

using Grpc.Core;
using Grpc.Net.Client;
using Platform.Common.V1;
using Platform.Timeseries.V1;

namespace Platform.Clients;

public static class CSharpExample
{
    public static async Task<List<double>> RunAsync(string address, string key, string symbol)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var ticks = new TimeseriesService.TimeseriesServiceClient(channel);
        var headers = new Metadata { { "x-api-key", key } };

        var batch = new TickBatch { Symbols = { symbol } };
        for (var i = 0; i < 3; i++)
        {
            batch.TimeUs.Add(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000);
            batch.Bid.Add(1 + i);
            batch.Ask.Add(1.5 + i);
        }
        var write = new WriteTickBatchRequest { Batch = batch };
        write.RequestId = Guid.NewGuid().ToString();
        await ticks.WriteTickBatchAsync(write, headers);

        // From the first position; then once more from where that ended, which brings nothing.
        var positions = new Dictionary<uint, ulong>();
        var bids = await ReadToNowAsync();
        bids.AddRange(await ReadToNowAsync());
        return bids;

        async Task<List<double>> ReadToNowAsync()
        {
            var start = new StartPosition();
            foreach (var (partition, offset) in positions)
                start.Positions.Add(new Position { Partition = partition, Offset = offset });
            var request = new SubscribeTicksRequest { Symbols = { symbol } };
            request.Start = new TickStart { Position = start };
            var read = new List<double>();
            using var call = ticks.SubscribeTicks(request, headers);
            await foreach (var response in call.ResponseStream.ReadAllAsync())
            {
                foreach (var position in response.Frame.Positions)
                    positions[position.Partition] = position.Offset;
                if (response.Frame.BodyCase == TickFrame.BodyOneofCase.Ticks)
                    read.AddRange(response.Frame.Ticks.Batches.SelectMany(part => part.Bid));
                if (response.Frame.BodyCase == TickFrame.BodyOneofCase.CaughtUp)
                    break; // from here on frames are live
            }
            return read;
        }
    }
}

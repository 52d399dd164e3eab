using Grpc.Core;
using Platform.ServiceDefaults;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Subscribe;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Measures;

/// <summary>SubscribeTimeAndSales: a subscription to ticks whose frames are told as sales.</summary>
internal sealed class SalesSubscriber(TickSubscriber subscriber)
{
    public async Task RunAsync(
        SubscribeTimeAndSalesRequest request,
        IServerStreamWriter<SubscribeTimeAndSalesResponse> responses,
        CancellationToken cancellation
    )
    {
        var block = MeasureChecks.BlockVolumeOf(request.BlockVolume);
        if (request.SlowReader == SlowReaderPolicy.Conflate)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "slow_reader",
                    "CONFLATE would leave trades out; it is CATCH_UP, SKIP or DISCONNECT."
                )
            );
        }
        var asked = new SubscribeTicksRequest
        {
            Start = request.Start,
            SlowReader = request.SlowReader,
            HeartbeatMs = request.HeartbeatMs,
        };
        asked.Symbols.AddRange(request.Symbols);
        asked.Brokers.AddRange(request.Brokers);
        await subscriber.RunAsync(asked, new SalesWriter(responses, block), cancellation);
    }

    /// <summary>Stands where a subscriber to ticks would.</summary>
    private sealed class SalesWriter(
        IServerStreamWriter<SubscribeTimeAndSalesResponse> responses,
        double block
    ) : IServerStreamWriter<EncodedFrame>
    {
        private readonly Dictionary<string, SalesTape> _tapes = new(StringComparer.Ordinal);
        private readonly Dictionary<string, SaleBatch> _sales = new(StringComparer.Ordinal);

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(EncodedFrame message) => WriteAsync(message, CancellationToken.None);

        public Task WriteAsync(EncodedFrame message, CancellationToken cancellationToken)
        {
            _sales.Clear();
            foreach (var batch in message.Batches)
            {
                Take(TickBatch.Parser.ParseFrom(batch.Span));
            }
            var response = new SubscribeTimeAndSalesResponse
            {
                Frame = message.Envelope.Clone(),
                Sales = { _sales.Values },
            };
            response.Frame.SendTimeUs = MicroTime.Now(TimeProvider.System);
            return responses.WriteAsync(response, cancellationToken);
        }

        private void Take(TickBatch batch)
        {
            for (var row = 0; row < batch.TimeUs.Count; row++)
            {
                var index = batch.SymbolIndex.Count == 0 ? 0 : (int)batch.SymbolIndex[row];
                var symbol = batch.Symbols[index];
                if (!_tapes.TryGetValue(symbol, out var tape))
                {
                    _tapes[symbol] = tape = new SalesTape(block);
                }
                var isNew = !_sales.TryGetValue(symbol, out var sales);
                sales ??= new SaleBatch { Symbol = symbol };
                var tick = new Tick(
                    batch.TimeUs[row],
                    batch.Bid[row],
                    batch.Ask[row],
                    batch.Last.Count == 0 ? 0 : batch.Last[row],
                    batch.Volume.Count == 0 ? 0 : batch.Volume[row],
                    0,
                    false,
                    0
                );
                if (tape.Take(tick, sales) && isNew)
                {
                    _sales[symbol] = sales;
                }
            }
        }
    }
}

using Grpc.Core;
using Platform.Timeseries.Indicators.Library;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Live;

/// <summary>Stands where a caller of SubscribeCandles would, and takes the candles that closed.</summary>
/// <param name="onClosed">Given each closed candle and its symbol; the stream waits for it.</param>
/// <param name="onOther">Called when anything else came: an update of an open candle, a heartbeat.</param>
internal sealed class ClosedCandles(
    Func<string, Bar, CancellationToken, Task> onClosed,
    Func<CancellationToken, Task> onOther
) : IServerStreamWriter<SubscribeCandlesResponse>
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(SubscribeCandlesResponse message) =>
        WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(
        SubscribeCandlesResponse message,
        CancellationToken cancellationToken
    )
    {
        if (message is not { Closed: true, Candle: { } batch })
        {
            await onOther(cancellationToken);
            return;
        }
        for (var i = 0; i < batch.OpenTimeUs.Count; i++)
        {
            var bar = new Bar(
                batch.OpenTimeUs[i],
                batch.Open[i],
                batch.High[i],
                batch.Low[i],
                batch.Close[i],
                batch.Volume[i]
            );
            await onClosed(batch.Symbol, bar, cancellationToken);
        }
    }
}

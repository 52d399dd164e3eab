using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Candles.Sessions;
using Platform.Timeseries.Ticks;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Candles;

/// <summary>GetCandles: pages of candles, oldest first.</summary>
internal sealed class CandleReader(
    SessionCandles sessionCandles,
    SessionStore sessions,
    TickHub hub,
    TickPump pump,
    IOptions<ReadOptions> options,
    TimeProvider clock
)
{
    private const int StandardPage = 1_000;

    public async Task<GetCandlesResponse> ReadAsync(
        GetCandlesRequest request,
        CancellationToken cancellation
    )
    {
        var frame = Frame.Of(request.Timeframe);
        var page = PageSizeOf(request);
        TimeRange.Check(request.StartTimeUs, request.EndTimeUs);
        await pump.ReadyToReadAsync(cancellation);
        if (!hub.Knows(request.Symbol))
        {
            MemoryReader.ThrowUnknown(request.Symbol);
        }
        var query = QueryOf(request);
        var after = PageToken.Decode<long?>(request.PageToken, query);
        var windows = await sessions.ReadAsync(request.Symbol, request.Session, cancellation);
        var range = new CandleRange(
            request.Symbol,
            frame,
            request.Side,
            request.Broker,
            after is { } done ? done + frame.LengthUs : request.StartTimeUs,
            request.EndTimeUs == 0 ? long.MaxValue : request.EndTimeUs,
            page + 1
        );
        var partition = hub.NewestOf(request.Symbol)!.Partition;
        var found = await sessionCandles.ReadAsync(range, partition, windows, cancellation);
        var candles = request.FillGaps
            ? await FillAsync(found, range, partition, windows, request.IncludeOpen, cancellation)
            : found.Values;
        return Respond(request, candles, frame, page, query);
    }

    /// <summary>The candles with flat ones between, before and after them, as far as time has come.</summary>
    private async Task<IEnumerable<Candle>> FillAsync(
        SortedDictionary<long, Candle> found,
        CandleRange range,
        uint partition,
        SessionWindows? windows,
        bool includeOpen,
        CancellationToken cancellation
    )
    {
        var before =
            range.StartUs == 0
                ? null
                : await sessionCandles.NewestBeforeAsync(range, partition, windows, cancellation);
        // A candle that may still be open counts only when it is asked for.
        var now = MicroTime.Now(clock) + (includeOpen ? range.Frame.LengthUs : 0);
        var until = Math.Min(range.EndUs, range.Frame.OpenOf(now));
        return GapFiller.Fill(found, range, before?.Close, until, windows);
    }

    private GetCandlesResponse Respond(
        GetCandlesRequest request,
        IEnumerable<Candle> candles,
        Frame frame,
        int page,
        string query
    )
    {
        var now = MicroTime.Now(clock);
        var response = new GetCandlesResponse
        {
            Candles = new CandleBatch { Symbol = request.Symbol, Timeframe = request.Timeframe },
        };
        var count = 0;
        foreach (var candle in candles)
        {
            if (count == page)
            {
                response.NextPageToken = PageToken.Encode<long?>(
                    query,
                    response.Candles.OpenTimeUs[^1]
                );
                break;
            }
            var isOpen = candle.OpenTimeUs + frame.LengthUs > now;
            if (isOpen && !request.IncludeOpen)
            {
                break;
            }
            candle.AppendTo(response.Candles);
            response.Candles.LastIsOpen = isOpen;
            count++;
        }
        return response;
    }

    private int PageSizeOf(GetCandlesRequest request)
    {
        var max = options.Value.CandlePageMax;
        if (request.PageSize > max)
        {
            PlatformErrors.Throw(
                ErrorReason.LimitExceeded,
                $"page_size is {request.PageSize}; {max} are allowed.",
                ("limit", "Read:CandlePageMax"),
                ("allowed", $"1 to {max}; 0 for the standard of {Math.Min(StandardPage, max)}")
            );
        }
        return request.PageSize == 0 ? Math.Min(StandardPage, max) : (int)request.PageSize;
    }

    private static string QueryOf(GetCandlesRequest request)
    {
        var query = request.Clone();
        query.PageToken = "";
        query.PageSize = 0;
        return query.ToString();
    }
}

using Microsoft.Extensions.Options;
using Platform.ServiceDefaults;
using Platform.Timeseries.Indicators.Library.Market;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Measures;

/// <summary>GetSessions: each session's ticks, in order of event time, through one sum. A session is read whole; the page ends behind the one that used the ticks up.</summary>
internal sealed class SessionReader(
    SessionCalendar calendar,
    StoredTicks ticks,
    SessionSums sums,
    TimeProvider clock,
    IOptions<MeasureOptions> options
)
{
    private const int StandardPage = 100;

    public async Task<GetSessionsResponse> ReadAsync(
        GetSessionsRequest request,
        CancellationToken cancellation
    )
    {
        var page = MeasureChecks.PageSizeOf(
            request.PageSize,
            StandardPage,
            options.Value.SessionsMax,
            "Measures:SessionsMax"
        );
        var (startUs, endUs) = RangeOf(request);
        var query = request.Clone();
        query.PageToken = "";
        query.PageSize = 0;
        var place = PageToken.Decode<Place>(request.PageToken, query.ToString());
        (startUs, endUs) = place is null ? (startUs, endUs) : (place.StartUs, place.EndUs);
        await ticks.WaitAsync(request.Symbol, cancellation);
        var stored = await calendar.NamesAsync(request.Symbol, cancellation);
        var isStored = stored.Count > 0;
        SessionCalendar.CheckNames(
            request.Names,
            isStored ? stored : SessionWindow.Standard.Select(one => one.Name)
        );
        var sessions = isStored
            ? await calendar.StoredAsync(
                request.Symbol,
                request.Names,
                startUs,
                endUs,
                place?.After,
                page + 1,
                cancellation
            )
            : SessionCalendar.Standard(request.Names, startUs, endUs, place?.After, page + 1);

        var response = new GetSessionsResponse();
        var read = 0UL;
        for (var i = 0; i < sessions.Count; i++)
        {
            if (i == page || read >= (ulong)options.Value.TicksMax)
            {
                var next = new Place(startUs, endUs, sessions[i - 1]);
                response.NextPageToken = PageToken.Encode(query.ToString(), next);
                break;
            }
            var totals = new SessionTotals();
            read += await SumAsync(request, sessions[i], totals, cancellation);
            response.Sessions.Add(MessageOf(request, sessions[i], isStored, totals));
        }
        return response;
    }

    private (long StartUs, long EndUs) RangeOf(GetSessionsRequest request)
    {
        if (request.AtTimeUs == 0)
        {
            return MeasureChecks.RangeOf(request.StartTimeUs, request.EndTimeUs, clock);
        }
        MeasureChecks.CheckTime("at_time_us", request.AtTimeUs);
        if (request.StartTimeUs != 0 || request.EndTimeUs != 0)
        {
            PlatformErrors.ThrowInvalid(
                ("at_time_us", "It stands instead of a range: leave start and end 0, or it.")
            );
        }
        return (request.AtTimeUs, 0);
    }

    private Task<ulong> SumAsync(
        GetSessionsRequest request,
        SessionOccurrence session,
        SessionTotals totals,
        CancellationToken cancellation
    )
    {
        var closeUs =
            request.AtTimeUs == 0
                ? session.CloseUs
                : Math.Min(session.CloseUs, request.AtTimeUs + 1);
        var range = new TickRange(request.Symbol, request.Broker, session.OpenUs, closeUs);
        return sums.AddAsync(range, request.Side, totals, cancellation);
    }

    private SessionStatistics MessageOf(
        GetSessionsRequest request,
        SessionOccurrence session,
        bool isStored,
        SessionTotals totals
    )
    {
        var atUs = request.AtTimeUs == 0 ? MicroTime.Now(clock) : request.AtTimeUs;
        return new SessionStatistics
        {
            Name = session.Name,
            OpenTimeUs = session.OpenUs,
            CloseTimeUs = session.CloseUs,
            FromTable = isStored,
            IsOpen = session.OpenUs <= atUs && atUs < session.CloseUs,
            Open = totals.Open,
            High = totals.High,
            Low = totals.Low,
            Close = totals.Close,
            Volume = totals.Volume,
            TickCount = totals.Ticks,
            Vwap = totals.Vwap,
            Volatility = totals.Volatility,
            SpreadMean = totals.SpreadMean,
            SpreadMin = totals.SpreadMin,
            SpreadMax = totals.SpreadMax,
        };
    }

    private sealed record Place(long StartUs, long EndUs, SessionOccurrence After);
}

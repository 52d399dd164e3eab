using Microsoft.Extensions.Options;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Write;

/// <summary>What may be wrong with a row, and nothing else.</summary>
internal sealed class TickValidator(IOptions<TickOptions> options, TimeProvider clock)
{
    private readonly TickOptions _options = options.Value;
    private readonly HashSet<string>? _symbols =
        options.Value.Symbols.Count == 0
            ? null
            : new HashSet<string>(options.Value.Symbols, StringComparer.Ordinal);
    private readonly long _timeMinUs = MicroTime.FromDateTimeOffset(options.Value.TimeMin);

    /// <summary>The earliest event time accepted, microseconds since the epoch.</summary>
    public long TimeMinUs => _timeMinUs;

    /// <summary>The latest event time accepted now, microseconds since the epoch.</summary>
    public long TimeMaxUs =>
        MicroTime.FromDateTimeOffset(clock.GetUtcNow() + _options.TimeAheadMax);

    public RejectReason CheckSymbol(string symbol) =>
        symbol.Length == 0 ? RejectReason.SymbolEmpty
        : symbol.Length > _options.SymbolBytesMax || !IsPrintable(symbol)
            ? RejectReason.SymbolInvalid
        : _symbols?.Contains(symbol) == false ? RejectReason.SymbolUnknown
        : RejectReason.Unspecified;

    public RejectReason CheckText(string text) =>
        text.Length > _options.TextBytesMax || !IsPrintable(text)
            ? RejectReason.TextTooLong
            : RejectReason.Unspecified;

    public RejectReason CheckRow(in Tick tick, long timeMaxUs)
    {
        if (!double.IsFinite(tick.Bid + tick.Ask + tick.Last) || !float.IsFinite(tick.Spread))
        {
            return RejectReason.PriceNotFinite;
        }
        if (tick.Bid <= 0 || tick.Ask <= 0 || tick.Last < 0)
        {
            var oneSided =
                _options.AcceptOneSided
                && tick is { Bid: >= 0, Ask: >= 0, Last: >= 0 }
                && tick.Bid + tick.Ask > 0;
            if (!oneSided)
            {
                return RejectReason.PriceNotPositive;
            }
        }
        if (tick.TimeUs < _timeMinUs || tick.TimeUs > timeMaxUs)
        {
            return RejectReason.TimeOutOfBounds;
        }
        return IsCrossed(tick) && _options.CrossedQuotes == CrossedQuotes.Reject
            ? RejectReason.BidAboveAsk
            : RejectReason.Unspecified;
    }

    /// <summary>A side that is missing can't cross the other.</summary>
    public static bool IsCrossed(in Tick tick) => tick.Bid > tick.Ask && tick.Ask > 0;

    public string Describe(RejectReason reason, in Tick tick, string symbol, long timeMaxUs) =>
        reason switch
        {
            RejectReason.SymbolEmpty => "The symbol is empty; name one.",
            RejectReason.SymbolInvalid =>
                $"The symbol '{Shorten(symbol)}' is not 1 to {_options.SymbolBytesMax} printable "
                    + "ASCII characters without spaces.",
            RejectReason.SymbolUnknown =>
                $"The symbol '{symbol}' is not on this server's list (Ticks:Symbols).",
            RejectReason.TextTooLong =>
                $"A broker or account type is not at most {_options.TextBytesMax} printable ASCII "
                    + "characters without spaces.",
            RejectReason.PriceNotFinite =>
                $"bid {tick.Bid}, ask {tick.Ask}, last {tick.Last}, spread {tick.Spread}: "
                    + "prices are finite numbers.",
            RejectReason.PriceNotPositive =>
                $"bid {tick.Bid}, ask {tick.Ask}, last {tick.Last}: bid and ask are above 0, "
                    + "last is 0 or above.",
            RejectReason.BidAboveAsk => $"bid {tick.Bid} is above ask {tick.Ask}.",
            RejectReason.TimeOutOfBounds =>
                $"time_us {tick.TimeUs} is outside {_timeMinUs} to {timeMaxUs}.",
            _ => "",
        };

    private static bool IsPrintable(string text)
    {
        foreach (var c in text)
        {
            if (c is <= ' ' or > '~')
            {
                return false;
            }
        }
        return true;
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}

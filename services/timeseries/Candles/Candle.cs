using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Candles;

/// <summary>When a tick comes in a candle: by event time, then by its place in the log.</summary>
internal readonly record struct TickOrder(long TimeUs, ulong Offset, uint Row)
    : IComparable<TickOrder>
{
    public int CompareTo(TickOrder other) =>
        TimeUs != other.TimeUs ? TimeUs.CompareTo(other.TimeUs)
        : Offset != other.Offset ? Offset.CompareTo(other.Offset)
        : Row.CompareTo(other.Row);
}

/// <summary>A candle in the making; parts of it may come from storage and parts tick by tick, in any order.</summary>
internal sealed class Candle(long openTimeUs)
{
    public long OpenTimeUs { get; } = openTimeUs;

    public TickOrder First { get; set; }

    public TickOrder Last { get; set; }

    public double Open { get; set; }

    public double High { get; set; } = double.NegativeInfinity;

    public double Low { get; set; } = double.PositiveInfinity;

    public double Close { get; set; }

    public ulong Volume { get; set; }

    public ulong Ticks { get; set; }

    public double PriceSum { get; set; }

    public double PriceVolumeSum { get; set; }

    public double SpreadSum { get; set; }

    public void Add(in Tick tick, double price, TickOrder order)
    {
        if (Ticks == 0 || order.CompareTo(First) < 0)
        {
            First = order;
            Open = price;
        }
        if (Ticks == 0 || order.CompareTo(Last) > 0)
        {
            Last = order;
            Close = price;
        }
        High = Math.Max(High, price);
        Low = Math.Min(Low, price);
        Volume += tick.Volume;
        Ticks++;
        PriceSum += price;
        PriceVolumeSum += price * tick.Volume;
        SpreadSum += tick.Ask - tick.Bid;
    }

    public void AppendTo(CandleBatch batch)
    {
        batch.OpenTimeUs.Add(OpenTimeUs);
        batch.Open.Add(Open);
        batch.High.Add(High);
        batch.Low.Add(Low);
        batch.Close.Add(Close);
        batch.Volume.Add(Volume);
        batch.TickCount.Add(Ticks);
        batch.Vwap.Add(Volume > 0 ? PriceVolumeSum / Volume : PriceSum / Ticks);
        batch.SpreadMean.Add(SpreadSum / Ticks);
    }
}

/// <summary>Which of a tick's prices a candle is made of.</summary>
internal static class Price
{
    /// <summary>The side's price; 0 when the tick has none.</summary>
    public static double Of(in Tick tick, PriceSide side) =>
        side switch
        {
            PriceSide.Ask => tick.Ask,
            PriceSide.Mid => tick is { Bid: > 0, Ask: > 0 } ? (tick.Bid + tick.Ask) / 2 : 0,
            PriceSide.Last => tick.Last,
            _ => tick.Bid,
        };

    /// <summary>The same as an expression over the table's columns.</summary>
    public static string Sql(PriceSide side) =>
        side switch
        {
            PriceSide.Ask => "ask",
            PriceSide.Mid => "if(bid > 0 AND ask > 0, (bid + ask) / 2, 0)",
            PriceSide.Last => "last",
            _ => "bid",
        };
}

using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Candles;

/// <summary>When a tick comes in a candle: by event time, then by its place in the log. One number, as storage keeps it.</summary>
internal static class TickPlace
{
    public static UInt128 Of(long timeUs, ulong offset, uint row) =>
        ((UInt128)(ulong)timeUs << 64) | (offset << 20) | row;
}

/// <summary>A candle in the making; parts of it may come from storage and parts tick by tick, in any order.</summary>
internal sealed class Candle(long openTimeUs)
{
    public long OpenTimeUs { get; } = openTimeUs;

    public UInt128 First { get; set; }

    public UInt128 Last { get; set; }

    public double Open { get; set; }

    public double High { get; set; } = double.NegativeInfinity;

    public double Low { get; set; } = double.PositiveInfinity;

    public double Close { get; set; }

    public ulong Volume { get; set; }

    public ulong Ticks { get; set; }

    public double PriceSum { get; set; }

    public double PriceVolumeSum { get; set; }

    public double SpreadSum { get; set; }

    public double SpreadMin { get; set; } = double.PositiveInfinity;

    public double SpreadMax { get; set; } = double.NegativeInfinity;

    public void Add(in Tick tick, double price, UInt128 place)
    {
        if (Ticks == 0 || place < First)
        {
            First = place;
            Open = price;
        }
        if (Ticks == 0 || place > Last)
        {
            Last = place;
            Close = price;
        }
        var spread = tick.Ask - tick.Bid;
        High = Math.Max(High, price);
        Low = Math.Min(Low, price);
        Volume += tick.Volume;
        Ticks++;
        PriceSum += price;
        PriceVolumeSum += price * tick.Volume;
        SpreadSum += spread;
        SpreadMin = Math.Min(SpreadMin, spread);
        SpreadMax = Math.Max(SpreadMax, spread);
    }

    /// <summary>Takes in a candle that has no tick in common with this one.</summary>
    public void Add(Candle other)
    {
        if (other.Ticks == 0)
        {
            return;
        }
        if (Ticks == 0 || other.First < First)
        {
            First = other.First;
            Open = other.Open;
        }
        if (Ticks == 0 || other.Last > Last)
        {
            Last = other.Last;
            Close = other.Close;
        }
        High = Math.Max(High, other.High);
        Low = Math.Min(Low, other.Low);
        Volume += other.Volume;
        Ticks += other.Ticks;
        PriceSum += other.PriceSum;
        PriceVolumeSum += other.PriceVolumeSum;
        SpreadSum += other.SpreadSum;
        SpreadMin = Math.Min(SpreadMin, other.SpreadMin);
        SpreadMax = Math.Max(SpreadMax, other.SpreadMax);
    }

    /// <summary>A candle without ticks, flat at the price the one before it closed at.</summary>
    public static Candle Flat(long openTimeUs, double price) =>
        new(openTimeUs)
        {
            Open = price,
            High = price,
            Low = price,
            Close = price,
            SpreadMin = 0,
            SpreadMax = 0,
        };

    public void AppendTo(CandleBatch batch)
    {
        batch.OpenTimeUs.Add(OpenTimeUs);
        batch.Open.Add(Open);
        batch.High.Add(High);
        batch.Low.Add(Low);
        batch.Close.Add(Close);
        batch.Volume.Add(Volume);
        batch.TickCount.Add(Ticks);
        batch.Vwap.Add(
            Volume > 0 ? PriceVolumeSum / Volume
            : Ticks > 0 ? PriceSum / Ticks
            : Close
        );
        batch.SpreadMean.Add(Ticks > 0 ? SpreadSum / Ticks : 0);
        batch.SpreadMin.Add(SpreadMin);
        batch.SpreadMax.Add(SpreadMax);
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

    /// <summary>The side's name in the table of candles.</summary>
    public static string NameOf(PriceSide side) =>
        side switch
        {
            PriceSide.Ask => "ask",
            PriceSide.Mid => "mid",
            PriceSide.Last => "last",
            _ => "bid",
        };
}

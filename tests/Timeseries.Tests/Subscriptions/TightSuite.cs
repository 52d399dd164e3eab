using Platform.TestKit;

namespace Platform.Timeseries.Tests.Subscriptions;

/// <summary>
/// The real suite with memory and buffers so small that every subscription meets their edges: history
/// comes from storage, and a reader who pauses falls behind.
/// </summary>
public sealed class TightSuite : SuiteFixture
{
    /// <summary>Whose indicators are computed and stored on each close of a minute.</summary>
    public const string LiveSymbol = "LIVESET";

    /// <summary>The tables they go into.</summary>
    public static readonly string[] LiveTables =
    [
        "sma_20",
        "macd_data",
        "volume_data",
        "rsi_14",
        "obv_data",
    ];

    /// <summary>Compared with <see cref="OtherSymbol"/> on each close of a minute, in correlation_data.</summary>
    public const string PairedSymbol = "LIVEPAIR";

    public const string OtherSymbol = "LIVEMARKET";

    /// <summary>Whose trades are stored on each close of a minute, in timesales_data.</summary>
    public const string SalesSymbol = "LIVESALES";

    /// <summary>Whose order book is stored on each close of a minute, in orderbook_data.</summary>
    public const string BookSymbol = "LIVEBOOK";

    /// <summary>Whose sessions are stored once they have ended, on each close of an hour, in sessions_data.</summary>
    public const string SessionSymbol = "LIVESESSION";

    protected override void Configure(SuiteSettings settings)
    {
        for (var i = 0; i < LiveTables.Length; i++)
        {
            settings
                .Set("timeseries", $"Indicators:Live:{i}:Symbol", LiveSymbol)
                .Set("timeseries", $"Indicators:Live:{i}:Timeframe", "1m")
                .Set("timeseries", $"Indicators:Live:{i}:Indicator", LiveTables[i]);
        }
        settings
            .Set("timeseries", "Indicators:Live:8:Symbol", PairedSymbol)
            .Set("timeseries", "Indicators:Live:8:Timeframe", "1m")
            .Set("timeseries", "Indicators:Live:8:Indicator", "correlation_data")
            .Set("timeseries", "Indicators:Live:8:OtherSymbol", OtherSymbol)
            .Set("timeseries", "Indicators:Live:9:Symbol", SalesSymbol)
            .Set("timeseries", "Indicators:Live:9:Timeframe", "1m")
            .Set("timeseries", "Indicators:Live:9:Indicator", "timesales_data")
            .Set("timeseries", "Indicators:Live:9:BackfillCandles", "100")
            .Set("timeseries", "Indicators:Live:10:Symbol", BookSymbol)
            .Set("timeseries", "Indicators:Live:10:Timeframe", "1m")
            .Set("timeseries", "Indicators:Live:10:Indicator", "orderbook_data")
            .Set("timeseries", "Indicators:Live:10:BackfillCandles", "50")
            .Set("timeseries", "Indicators:Live:11:Symbol", SessionSymbol)
            .Set("timeseries", "Indicators:Live:11:Timeframe", "1h")
            .Set("timeseries", "Indicators:Live:11:Indicator", "sessions_data")
            .Set("timeseries", "Indicators:Live:11:BackfillCandles", "4")
            .Set("timeseries", "Indicators:Live:0:BackfillCandles", "100")
            .Set("timeseries", "Indicators:CorrectedRowsMax", "60")
            .Set("timeseries", "Indicators:NoteInterval", "00:00:00.100")
            .Set("stream", "Stream:RecordsPerRequestMax", "100")
            .Set("timeseries", "Live:TapeRows", "100")
            .Set("timeseries", "Live:SubscriberBytesMax", "65536")
            .Set("timeseries", "Live:FrameBytesMax", "16384")
            .Set("timeseries", "Live:WarmRows", "20")
            // A busy machine is no broken log.
            .Set("timeseries", "Live:ReadWaitMax", "00:01:00")
            .Set("timeseries", "Storage:HistoryPageRows", "256")
            .Set("timeseries", "Storage:InsertInterval", "00:00:00.020");
    }
}

[CollectionDefinition("tight suite")]
public sealed class TightSuiteCollection : ICollectionFixture<TightSuite>;

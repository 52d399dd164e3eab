using Platform.TestKit;

namespace Platform.Timeseries.Tests.Subscriptions;

/// <summary>
/// The real suite with memory and buffers so small that every subscription meets their edges: history
/// comes from storage, and a reader who pauses falls behind.
/// </summary>
public sealed class TightSuite : SuiteFixture
{
    protected override void Configure(SuiteSettings settings) =>
        settings
            .Set("timeseries", "Live:TapeRows", "100")
            .Set("timeseries", "Live:SubscriberBytesMax", "65536")
            .Set("timeseries", "Live:FrameBytesMax", "16384")
            .Set("timeseries", "Live:WarmRows", "20")
            .Set("timeseries", "Storage:HistoryPageRows", "256")
            .Set("timeseries", "Storage:InsertInterval", "00:00:00.020");
}

[CollectionDefinition("tight suite")]
public sealed class TightSuiteCollection : ICollectionFixture<TightSuite>;

using Platform.TestKit;

namespace Platform.Faults;

/// <summary>
/// The real suite with inserts so frequent that a kill falls into one, and so little memory that whoever
/// resumes reads from storage too.
/// </summary>
public sealed class FaultySuite : SuiteFixture
{
    protected override void Configure(SuiteSettings settings) =>
        settings
            .Set("timeseries", "Storage:InsertInterval", "00:00:00.020")
            .Set("timeseries", "Live:TapeRows", "2000");
}

[CollectionDefinition("faulty suite")]
public sealed class FaultySuiteCollection : ICollectionFixture<FaultySuite>;

using Platform.TestKit;

namespace Platform.Faults.Backups;

/// <summary>A suite whose inserts are frequent and whose log soon has several segments.</summary>
public sealed class BackupSuite : SuiteFixture
{
    protected override void Configure(SuiteSettings settings) =>
        settings
            .Set("timeseries", "Storage:InsertInterval", "00:00:00.020")
            // Many chunks of little data.
            .Set("timeseries", "Transfers:ExportRows", "5000")
            .Set("stream", "Stream:Log:SegmentBytes", "262144")
            .Set("stream", "Stream:Log:MaxRecordBytes", "32768");
}

[CollectionDefinition("backup suite")]
public sealed class BackupSuiteCollection : ICollectionFixture<BackupSuite>;

/// <summary>The suite on a data directory that a backup was restored into.</summary>
internal sealed class RestoredSuite(string data) : SuiteFixture
{
    protected override void Configure(SuiteSettings settings) => settings.DataDirectory = data;
}

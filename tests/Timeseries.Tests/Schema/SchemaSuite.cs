using Platform.ClickHouse;
using Platform.Schema.V1;
using Platform.TestKit;

namespace Platform.Timeseries.Tests.Schema;

/// <summary>A suite whose schema the tests change, so no others share it.</summary>
public sealed class SchemaSuite : SuiteFixture
{
    public SchemaService.SchemaServiceClient OpenSchema() => new(OpenGateway());

    public Grpc.Core.Metadata Headers => [.. KeyHeaders, new("x-platform-store", "clickhouse")];

    /// <param name="database">Of names that don't say theirs.</param>
    internal ClickHouseClient OpenClickHouse(string database) =>
        new(
            new ClickHouseOptions
            {
                Endpoints = [ClickHouse.Address],
                User = "platform",
                PasswordFile = ClickHousePasswordFile,
                Database = database,
            }
        );
}

[CollectionDefinition("schema suite")]
public sealed class SchemaSuiteCollection : ICollectionFixture<SchemaSuite>;

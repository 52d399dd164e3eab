using Platform.TestKit;

namespace Platform.Schema.Tests.Loading;

/// <summary>Editors hold the files against definitions.schema.json, and so do these tests.</summary>
public sealed class JsonSchemaTests : IDisposable
{
    private static readonly string Schema = Path.Combine(Checkout.Root, "schema");
    private readonly DirectoryInfo _copy = Directory.CreateTempSubdirectory("definitions-");

    public void Dispose() => _copy.Delete(recursive: true);

    [Fact]
    public async Task Every_file_is_what_the_JSON_Schema_says()
    {
        var files = Directory.GetFiles(Schema, "*.yaml", SearchOption.AllDirectories).Length;

        (await CheckAsync(Schema)).Output.ShouldBe($"{files} files checked, 0 problems\n");
    }

    [Theory]
    [InlineData("neliti/clickhouse/raw_data.yaml", "    order_by:", "    order-by:")]
    [InlineData("neliti/postgresql/ml_metadata.yaml", "nullable: false", "nullable: no")]
    [InlineData("quant/postgresql/market_data.yaml", "kind: continuous_aggregate", "kind: cube")]
    [InlineData("neliti/arangodb/strategy_collections.yaml", "type: integer", "type: int")]
    [InlineData("neliti/weaviate/market_intelligence.yaml", "type: date", "type: string")]
    [InlineData("crypto/cache/metrics.yaml", "ttl: 5 min", "ttl: 5 minutes")]
    [InlineData("neliti/topics/system_messaging.yaml", "partitions: 2", "partitions: 0")]
    [InlineData("crypto/pack.yaml", "version: 1.0.0", "version: 1.0")]
    public async Task A_file_that_is_not_is_named(string file, string right, string wrong)
    {
        Copy(file, right, wrong);

        var (exitCode, output) = await CheckAsync(_copy.FullName);

        exitCode.ShouldBe(1, output);
        output.ShouldStartWith(file);
    }

    private void Copy(string file, string right, string wrong)
    {
        var text = File.ReadAllText(Path.Combine(Schema, file));
        text.ShouldContain(right);
        var path = Path.Combine(_copy.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.Replace(right, wrong, StringComparison.Ordinal));
        const string Rules = "definitions.schema.json";
        File.Copy(Path.Combine(Schema, Rules), Path.Combine(_copy.FullName, Rules));
    }

    private static async Task<(int ExitCode, string Output)> CheckAsync(string folder)
    {
        var program = Path.Combine(Checkout.Root, "tests/Schema.Tests/node");
        var modules = await NodePackages.InstallAsync(program);
        var (exitCode, output, errors) = await Programs.EndAsync(
            "node",
            ["check.cjs", folder],
            program,
            ("NODE_PATH", modules)
        );
        errors.ShouldBeEmpty();
        return (exitCode, output);
    }
}

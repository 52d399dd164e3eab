using System.Text;
using System.Text.RegularExpressions;
using Platform.ClickHouseHost.Tests.Support;

namespace Platform.ClickHouseHost.Tests;

/// <summary>The engine makes every chunk a document of its own; what arrives must be one document all the same.</summary>
[Collection(SharedHostCollection.Name)]
public sealed partial class StreamedFormatTests(SharedHost shared)
{
    private const string Rows =
        "SELECT toUInt32(number) AS a, concat('x\\n\\t\\'\"', toString(number)) AS `b\n\"c\"` FROM numbers(150000)";

    private readonly Client client = shared.Client;

    // Formats that can't write these columns, need a schema, or are random by nature.
    private static readonly string[] Apart =
    [
        "AvroConfluent",
        "GeoJSON",
        "Npy",
        "PNG",
        "Prometheus",
        "Protobuf",
        "ProtobufList",
        "ProtobufSingle",
        "Template",
        "Avro",
        "Null",
        "JSONEachRowWithProgress",
        "JSONCompactEachRowWithProgress",
        "JSONStringsEachRowWithProgress",
        "JSONCompactStringsEachRowWithProgress",
    ];

    [Fact]
    public async Task Every_format_arrives_as_the_whole_result_would()
    {
        var formats = await client.AskAsync("SELECT name FROM system.formats WHERE is_output");
        var compared = 0;
        // Pretty formats join blocks that come within some milliseconds of each other.
        (string, string) steady = ("output_format_pretty_squash_consecutive_ms", "0");
        foreach (var format in formats.Split('\n').Except(Apart))
        {
            var whole = await client.PostAsync(
                $"{Rows} FORMAT {format}",
                ("wait_end_of_query", "1"),
                steady
            );
            var streamed = await client.PostAsync($"{Rows} FORMAT {format}", steady);
            Plain(streamed).ShouldBe(Plain(whole), format);
            compared++;
        }

        compared.ShouldBeGreaterThan(60);
    }

    [Theory]
    [InlineData("CSVWithNames")]
    [InlineData("TabSeparatedWithNamesAndTypes")]
    [InlineData("RowBinaryWithNamesAndTypes")]
    [InlineData("JSONCompactEachRowWithNames")]
    [InlineData("Native")]
    [InlineData("JSONEachRow")]
    public async Task Formats_of_rows_are_not_held(string format)
    {
        var reply = await client.PostAsync($"{Rows} FORMAT {format}");
        reply.Header("X-ClickHouse-Exception-Tag").ShouldNotBeNullOrEmpty();
        reply.Header("Transfer-Encoding").ShouldBe("chunked");
    }

    [Fact]
    public async Task A_result_too_large_to_be_held_is_refused()
    {
        var reply = await client.PostAsync(
            "SELECT number FROM numbers(100000000) FORMAT JSON",
            ("max_result_bytes", "0")
        );
        reply.ShouldFail(
            System.Net.HttpStatusCode.InternalServerError,
            396,
            "TOO_MANY_ROWS_OR_BYTES"
        );
        (await client.AskAsync("SELECT getSetting('max_result_bytes')")).ShouldBe("0");
    }

    // A digest, so that a difference doesn't print megabytes; times differ between runs.
    private static string Plain(Reply reply)
    {
        reply.Status.ShouldBe(System.Net.HttpStatusCode.OK, reply.Text);
        var text = Timing().Replace(Encoding.Latin1.GetString(reply.Bytes), "");
        return $"{text.Length} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.Latin1.GetBytes(text)))}";
    }

    [GeneratedRegex("\"?(elapsed|rows_read|bytes_read)\"?(:|>)\\s*[0-9.e-]+")]
    private static partial Regex Timing();
}

using System.IO.Compression;
using System.Net;
using System.Text;
using Platform.ClickHouseHost.Tests.Support;

namespace Platform.ClickHouseHost.Tests;

[Collection(SharedHostCollection.Name)]
public sealed class CompressionTests(SharedHost shared)
{
    private readonly Client client = shared.Client;

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("deflate", "deflate")]
    [InlineData("br", "br")]
    [InlineData("br;q=1.0, gzip;q=0.5", "gzip")]
    public async Task An_answer_is_compressed_when_asked_for(string accepted, string used)
    {
        foreach (var rows in new[] { 10, 1_000_000 })
        {
            var reply = await client.SendAsync(
                HttpMethod.Post,
                [("enable_http_compression", "1")],
                new StringContent($"SELECT number FROM numbers({rows})"),
                ("Accept-Encoding", accepted)
            );
            reply.Status.ShouldBe(HttpStatusCode.OK);
            reply.Header("Content-Encoding").ShouldBe(used);
            using var plain = new StreamReader(Unpack(used, new MemoryStream(reply.Bytes)));
            var text = await plain.ReadToEndAsync();
            text.ShouldEndWith($"\n{rows - 1}\n");
            text.Count(character => character == '\n').ShouldBe(rows);
        }
    }

    [Fact]
    public async Task An_answer_is_plain_unless_both_sides_want_it()
    {
        var unasked = await client.SendAsync(
            HttpMethod.Post,
            [],
            new StringContent("SELECT 1"),
            ("Accept-Encoding", "gzip")
        );
        unasked.Header("Content-Encoding").ShouldBeNull();
        unasked.Text.ShouldBe("1\n");
        var unable = await client.PostAsync("SELECT 1", ("enable_http_compression", "1"));
        unable.Text.ShouldBe("1\n");
    }

    [Fact]
    public async Task An_error_is_plain()
    {
        var reply = await client.SendAsync(
            HttpMethod.Post,
            [("enable_http_compression", "1")],
            new StringContent("SELECT * FROM no_such_table"),
            ("Accept-Encoding", "gzip")
        );
        reply.ShouldFail(HttpStatusCode.NotFound, 60, "UNKNOWN_TABLE");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Inserted_data_may_be_compressed(string encoding)
    {
        var table = SharedHost.NewTable();
        await client.AskAsync($"CREATE TABLE {table} (a UInt32) ENGINE = MergeTree ORDER BY a");
        var rows = string.Concat(Enumerable.Range(0, 200_000).Select(row => $"{row}\n"));
        var packed = new MemoryStream();
        await using (var pack = Pack(encoding, packed))
        {
            await pack.WriteAsync(Encoding.UTF8.GetBytes(rows));
        }

        var reply = await client.SendAsync(
            HttpMethod.Post,
            [("query", $"INSERT INTO {table} FORMAT TSV")],
            new ByteArrayContent(packed.ToArray()),
            ("Content-Encoding", encoding)
        );
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.Summary("written_rows").ShouldBe(200_000);
        (await client.AskAsync($"SELECT count(), sum(a) FROM {table}")).ShouldBe(
            "200000\t19999900000"
        );
    }

    [Fact]
    public async Task A_query_may_be_compressed()
    {
        var packed = new MemoryStream();
        await using (var pack = Pack("gzip", packed))
        {
            await pack.WriteAsync("SELECT 40 + 2"u8.ToArray());
        }

        var reply = await client.SendAsync(
            HttpMethod.Post,
            [],
            new ByteArrayContent(packed.ToArray()),
            ("Content-Encoding", "gzip")
        );
        reply.Text.ShouldBe("42\n");
    }

    private static Stream Pack(string encoding, Stream target) =>
        encoding switch
        {
            "gzip" => new GZipStream(target, CompressionMode.Compress, leaveOpen: true),
            "deflate" => new ZLibStream(target, CompressionMode.Compress, leaveOpen: true),
            _ => new BrotliStream(target, CompressionMode.Compress, leaveOpen: true),
        };

    private static Stream Unpack(string encoding, Stream source) =>
        encoding switch
        {
            "gzip" => new GZipStream(source, CompressionMode.Decompress),
            "deflate" => new ZLibStream(source, CompressionMode.Decompress),
            _ => new BrotliStream(source, CompressionMode.Decompress),
        };
}

using System.Globalization;
using System.Net;
using System.Text;
using Platform.ClickHouseHost.Tests.Support;

namespace Platform.ClickHouseHost.Tests;

[Collection(SharedHostCollection.Name)]
public sealed class InsertTests(SharedHost shared)
{
    private readonly Client client = shared.Client;

    [Theory]
    [InlineData("INSERT INTO {t} VALUES (1, 'a'), (2, 'b')", "")]
    [InlineData("INSERT INTO {t} (a, b) VALUES", "(1, 'a'), (2, concat('b', ''))")]
    [InlineData("INSERT INTO {t} VALUES (1, 'a'), (2, 'b');", "")]
    [InlineData("INSERT INTO {t} FORMAT CSV", "1,a\n2,b\n")]
    [InlineData("INSERT INTO {t} FORMAT CSV\n1,a\n2,b\n", "")]
    [InlineData("INSERT INTO {t} FORMAT CSV 1,a", "2,b\n")]
    [InlineData("insert into table {t} (b, a) format TSV", "a\t1\nb\t2\n")]
    [InlineData(
        "INSERT INTO {t} SETTINGS max_threads = 1 FORMAT JSONEachRow",
        "{\"a\":1,\"b\":\"a\"}\n{\"a\":2,\"b\":\"b\"}"
    )]
    [InlineData("INSERT INTO trading_data.`{t}`", "FORMAT CSV\r\n1,a\n2,b\n")]
    [InlineData("INSERT INTO {t}", "VALUES (1, 'a'), (2, 'b')")]
    [InlineData("INSERT INTO {t} SELECT number + 1, char(97 + number) FROM numbers(2)", "")]
    [InlineData("INSERT INTO {t} (SELECT number + 1, char(97 + number) FROM numbers(2))", "")]
    [InlineData(
        "INSERT INTO {t} WITH 97 AS c SELECT number + 1, char(c + number) FROM numbers(2)",
        ""
    )]
    public async Task Data_may_stand_in_the_query_or_follow_it(string query, string data)
    {
        var table = await CreateAsync();
        var head = query.Replace("{t}", table, StringComparison.Ordinal);
        var inUrl = await client.PostDataAsync(head, Encoding.UTF8.GetBytes(data));
        inUrl.Status.ShouldBe(HttpStatusCode.OK, inUrl.Text);
        inUrl.Summary("written_rows").ShouldBe(2);
        (await RowsAsync(table)).ShouldBe("1\ta\n2\tb");

        // The same all in the body.
        await client.AskAsync($"TRUNCATE TABLE {table}");
        var inBody = await client.PostAsync(head + (data.Length > 0 ? "\n" + data : ""));
        inBody.Status.ShouldBe(HttpStatusCode.OK, inBody.Text);
        (await RowsAsync(table)).ShouldBe("1\ta\n2\tb");
    }

    [Fact]
    public async Task A_format_may_be_named_outside_the_query()
    {
        var table = await CreateAsync();
        var reply = await client.PostDataAsync(
            $"INSERT INTO {table}",
            "1,a\n2,b\n"u8.ToArray(),
            ("default_format", "CSV")
        );
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        (await RowsAsync(table)).ShouldBe("1\ta\n2\tb");
    }

    [Theory]
    [InlineData("Native")]
    [InlineData("RowBinary")]
    [InlineData("RowBinaryWithNamesAndTypes")]
    [InlineData("JSONEachRow")]
    [InlineData("JSONCompactEachRow")]
    [InlineData("CSVWithNames")]
    [InlineData("TabSeparated")]
    [InlineData("Parquet")]
    [InlineData("ArrowStream")]
    public async Task What_is_selected_in_a_format_can_be_inserted_in_it(string format)
    {
        var table = await CreateAsync();
        const string source =
            "SELECT toUInt32(number) AS a, concat('x\\n\\t\\'\"', toString(number)) AS b FROM numbers(70000)";
        var data = await client.PostAsync($"{source} FORMAT {format}");
        data.Status.ShouldBe(HttpStatusCode.OK, data.Text);
        var reply = await client.PostDataAsync($"INSERT INTO {table} FORMAT {format}", data.Bytes);
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.Summary("written_rows").ShouldBe(70_000);
        (
            await client.AskAsync($"SELECT count(), sum(a), sum(cityHash64(b)) FROM {table}")
        ).ShouldBe(
            await client.AskAsync($"SELECT count(), sum(a), sum(cityHash64(b)) FROM ({source})")
        );
    }

    [Fact]
    public async Task A_body_without_a_length_is_inserted_as_it_comes()
    {
        var table = await CreateAsync();
        var body = new ChunkedRows(rows: 300_000);
        var reply = await client.SendAsync(
            HttpMethod.Post,
            [("query", $"INSERT INTO {table} FORMAT TSV")],
            body
        );
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        (await client.AskAsync($"SELECT count(), sum(a) FROM {table}")).ShouldBe(
            "300000\t44999850000"
        );
    }

    [Fact]
    public async Task A_wrong_row_fails_the_insert_with_its_place()
    {
        var table = await CreateAsync();
        var reply = await client.PostDataAsync(
            $"INSERT INTO {table} FORMAT CSV",
            "1,a\noops,b\n"u8.ToArray()
        );
        reply.ShouldFail(HttpStatusCode.BadRequest, 27, "CANNOT_PARSE_INPUT_ASSERTION_FAILED");
        reply.Text.ShouldContain("(at row 2)");
        (await RowsAsync(table)).ShouldBe("");
    }

    [Fact]
    public async Task A_truncated_native_body_fails_the_insert()
    {
        var table = await CreateAsync();
        var data = await client.PostAsync(
            "SELECT toUInt32(number) AS a, toString(number) AS b FROM numbers(1000) FORMAT Native"
        );
        var reply = await client.PostDataAsync(
            $"INSERT INTO {table} FORMAT Native",
            data.Bytes[..^100]
        );
        reply.Status.ShouldNotBe(HttpStatusCode.OK);
        reply.ErrorCode.ShouldBeGreaterThan(0, reply.Text);
        (await RowsAsync(table)).ShouldBe("");
    }

    [Theory]
    [InlineData("INSERT INTO no_such_table FORMAT CSV", 60, "UNKNOWN_TABLE")]
    [InlineData("INSERT INTO {t} (a, z) FORMAT CSV", 16, "NO_SUCH_COLUMN_IN_TABLE")]
    [InlineData("INSERT INTO {t} FORMAT NoSuchFormat", 73, "UNKNOWN_FORMAT")]
    [InlineData("INSERT INTO {t} FORMAT `x y`", 73, "UNKNOWN_FORMAT")]
    [InlineData("INSERT INTO {t} VALUES VALUES", 27, null)]
    public async Task An_insert_that_makes_no_sense_is_refused(string query, int code, string? name)
    {
        var table = await CreateAsync();
        var reply = await client.PostDataAsync(
            query.Replace("{t}", table, StringComparison.Ordinal),
            "1,2\n"u8.ToArray()
        );
        reply.Status.ShouldNotBe(HttpStatusCode.OK);
        if (name is not null)
        {
            reply.ErrorCode.ShouldBe(code, reply.Text);
            reply.Text.ShouldContain($"({name})");
        }
    }

    [Fact]
    public async Task A_token_makes_a_repeated_insert_write_once()
    {
        var table = SharedHost.NewTable();
        await client.AskAsync(
            $"CREATE TABLE {table} (a UInt32, b String) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 100"
        );
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await InsertAsync("1,a\n2,b\n", "range-0-2");
        }

        (await client.AskAsync($"SELECT count() FROM {table}")).ShouldBe("2");

        // Other rows under the same token are taken for the same insert; the same rows under another are not.
        await InsertAsync("9,z\n", "range-0-2");
        await InsertAsync("1,a\n2,b\n", "range-2-4");
        (await client.AskAsync($"SELECT count(), max(a) FROM {table}")).ShouldBe("4\t2");

        async Task InsertAsync(string rows, string token)
        {
            var reply = await client.PostDataAsync(
                $"INSERT INTO {table} FORMAT CSV",
                Encoding.UTF8.GetBytes(rows),
                ("insert_deduplication_token", token)
            );
            reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        }
    }

    [Fact]
    public async Task A_token_also_guards_inserts_of_many_blocks()
    {
        var table = SharedHost.NewTable();
        await client.AskAsync(
            $"CREATE TABLE {table} (a UInt32, b String) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 100"
        );
        var data = (
            await client.PostAsync(
                "SELECT toUInt32(number) AS a, '' AS b FROM numbers(300000) FORMAT Native"
            )
        ).Bytes;
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var reply = await client.PostDataAsync(
                $"INSERT INTO {table} FORMAT Native",
                data,
                ("insert_deduplication_token", "one")
            );
            reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        }

        (await client.AskAsync($"SELECT count(), sum(a) FROM {table}")).ShouldBe(
            "300000\t44999850000"
        );
    }

    [Fact]
    public async Task Inserts_are_stored_when_they_are_answered() =>
        (await client.AskAsync("SELECT getSetting('async_insert')")).ShouldBe("false");

    private async Task<string> CreateAsync()
    {
        var table = SharedHost.NewTable();
        await client.AskAsync(
            $"CREATE TABLE {table} (a UInt32, b String) ENGINE = MergeTree ORDER BY a"
        );
        return table;
    }

    private Task<string> RowsAsync(string table) =>
        client.AskAsync($"SELECT a, b FROM {table} ORDER BY a");

    /// <summary>Rows made while they are sent.</summary>
    private sealed class ChunkedRows(int rows) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(
            Stream stream,
            TransportContext? context
        )
        {
            for (var row = 0; row < rows; row += 1000)
            {
                var text = new StringBuilder();
                for (var one = row; one < row + 1000; one++)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{one}\tx\n");
                }

                await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()));
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = -1;
            return false;
        }
    }
}

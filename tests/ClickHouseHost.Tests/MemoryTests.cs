using System.Globalization;
using System.Net;
using Platform.ClickHouseHost.Tests.Support;

namespace Platform.ClickHouseHost.Tests;

/// <summary>What streams through is not kept: far more goes through here than the host may grow by.</summary>
public sealed class MemoryTests : IAsyncLifetime
{
    private const long MiB = 1 << 20;
    private const long GrowthMax = 400 * MiB;

    private HostProcess host = null!;

    public async Task InitializeAsync()
    {
        host = await HostProcess.StartAsync();

        // What the first queries load is not what is looked for.
        await host.Client.AskAsync("SELECT count() FROM numbers(1000000) WHERE NOT ignore(number)");
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_result_waits_for_a_slow_reader_in_the_engine()
    {
        var before = await MemoryAsync();
        using var request = host.Client.Request(
            HttpMethod.Post,
            [],
            new StringContent(
                "SELECT number, repeat('x', 100) FROM system.numbers FORMAT RowBinary"
            )
        );
        using var response = await host.Client.Http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead
        );
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[1 << 20];
        long received = 0;
        var most = 0L;
        while (received < 1200 * MiB)
        {
            received += await stream.ReadAsync(buffer);
            if (received % (100 * MiB) < 64 * 1024)
            {
                await Task.Delay(100);
                most = Math.Max(most, await MemoryAsync());
            }
        }

        (Math.Max(most, await MemoryAsync()) - before).ShouldBeLessThan(GrowthMax);
    }

    [Fact]
    public async Task Inserted_data_goes_on_as_it_comes()
    {
        var before = await MemoryAsync();
        var body = new Rows(bytes: 1200 * MiB);
        var reply = await host.Client.SendAsync(
            HttpMethod.Post,
            [
                (
                    "query",
                    "INSERT INTO FUNCTION null('a String') SETTINGS max_insert_block_size = 10000, min_insert_block_size_rows = 10000, min_insert_block_size_bytes = 10000000 FORMAT TSV"
                ),
            ],
            body
        );
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.Summary("written_rows").ShouldBe(body.Count);
        (await MemoryAsync(peak: true) - before).ShouldBeLessThan(GrowthMax);
    }

    private async Task<long> MemoryAsync(bool peak = false)
    {
        var key = peak ? "VmHWM:" : "VmRSS:";
        var lines = await File.ReadAllLinesAsync($"/proc/{host.Id}/status");
        var kibibytes = lines
            .Single(line => line.StartsWith(key, StringComparison.Ordinal))
            .Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1];
        return long.Parse(kibibytes, CultureInfo.InvariantCulture) * 1024;
    }

    private sealed class Rows : HttpContent
    {
        private const int RowLength = 1024;
        private readonly byte[] piece = new byte[1 << 20];
        private readonly int pieces;

        public Rows(long bytes)
        {
            pieces = (int)(bytes / piece.Length);
            Array.Fill(piece, (byte)'x');
            for (var end = RowLength - 1; end < piece.Length; end += RowLength)
            {
                piece[end] = (byte)'\n';
            }
        }

        public long Count => (long)pieces * piece.Length / RowLength;

        protected override async Task SerializeToStreamAsync(
            Stream stream,
            TransportContext? context
        )
        {
            for (var sent = 0; sent < pieces; sent++)
            {
                await stream.WriteAsync(piece);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = -1;
            return false;
        }
    }
}

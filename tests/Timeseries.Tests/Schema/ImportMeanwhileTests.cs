using System.Globalization;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Schema;
using Platform.Timeseries.Tables.Model;
using Platform.Timeseries.Transfers;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Schema;

/// <summary>An import goes on while its table is rebuilt: no chunk is stored on one side of the change and noted on the other.</summary>
[Collection("schema suite")]
public sealed class ImportMeanwhileTests(SchemaSuite suite)
{
    private const int ChunkRows = 500;

    private const string Pack = """
        group: rows
        source: the test
        definitions:
          rebuilt:
            until: 2.0.0
            comment: Gets another key
            columns:
            - {name: id, type: UInt64}
            - {name: symbol, type: String}
            order_by: [symbol]
        """;

    private const string Later = """
        group: later
        source: the test
        definitions:
          rebuilt:
            since: 2.0.0
            comment: Gets another key
            columns:
            - {name: id, type: UInt64}
            - {name: symbol, type: String}
            order_by: [symbol, id]
        """;

    [Fact]
    public async Task Chunks_imported_while_a_table_is_rebuilt_are_in_it_once()
    {
        await using var bench = await Bench.CreateAsync(
            suite,
            ["1.0.0", "2.0.0"],
            new Dictionary<string, string> { ["rows.yaml"] = Pack, ["later.yaml"] = Later }
        );
        (await bench.GoAsync("1.0.0")).ShouldBeNull();
        bench.Gate.IsWhole = true;
        var source = new Source();
        var answers = new Answers();
        var import = NewImport(bench).RunAsync(source, answers, CancellationToken.None);
        await Wait.UntilAsync(
            () => import.IsCompleted || answers.Chunks >= 3,
            "chunks are imported"
        );
        var before = 0;
        var isKeptOut = false;
        Task? turn = null;
        bench.Store.Before = statement =>
        {
            if (statement.StartsWith("CREATE TABLE", StringComparison.Ordinal) && before == 0)
            {
                before = answers.Chunks;
            }
            if (statement.StartsWith("EXCHANGE TABLES", StringComparison.Ordinal))
            {
                // What a chunk takes before it is stored, until it is noted.
                turn = PassAsync(bench);
                isKeptOut = !turn.IsCompleted;
            }
            return Task.CompletedTask;
        };

        (await bench.GoAsync("2.0.0")).ShouldBeNull();

        var through = answers.Chunks;
        await Wait.UntilAsync(
            () => import.IsCompleted || answers.Chunks > through + 2,
            "the import goes on in the new table"
        );
        source.End();
        await import;
        await turn.ShouldNotBeNull();
        isKeptOut.ShouldBeTrue("a chunk could be stored while the tables changed names");
        before.ShouldBeGreaterThan(0);
        var rows = answers.Chunks * ChunkRows;
        (await bench.AskAsync("SELECT count(), uniqExact(id) FROM {db}.rebuilt")).ShouldBe(
            $"{rows}\t{rows}"
        );
        (
            await bench.AskAsync(
                "SELECT count(), uniqExact(chunk) FROM {db}.platform_import_journal WHERE chunk >= 0"
            )
        ).ShouldBe($"{answers.Chunks}\t{answers.Chunks}");
    }

    private static async Task PassAsync(Bench bench)
    {
        using var turn = await bench.Gate.EnterWriteAsync(CancellationToken.None);
    }

    private static ImportRun NewImport(Bench bench)
    {
        var options = Options.Create(new TransferOptions());
        var defined = new TableSet(Catalogue.Shipped, bench.Pack);
        return new ImportRun(
            bench.ClickHouse,
            new TransferTables(bench.ClickHouse, defined),
            new ImportJournal(bench.ClickHouse, bench.Gate),
            new ImportDoubt(bench.ClickHouse, options),
            new ImportRules(bench.ClickHouse, defined, options),
            bench.Gate,
            options
        );
    }

    /// <summary>Chunk after chunk, until it is told to end.</summary>
    private sealed class Source : IAsyncStreamReader<ImportTableRequest>
    {
        private ByteString? _data;
        private uint _chunk;
        private bool _isBegun;
        private volatile bool _isOver;

        public ImportTableRequest Current { get; private set; } = new();

        public void End() => _isOver = true;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (_data is { } data)
            {
                Current = new ImportTableRequest { Data = data };
                _data = null;
                return true;
            }
            if (!_isBegun)
            {
                _isBegun = true;
                Current = new ImportTableRequest
                {
                    Source = new ImportSource
                    {
                        Table = "rebuilt",
                        SourceId = "0123456789abcdef",
                        Format = TransferFormat.Csv,
                    },
                };
                return true;
            }
            if (_isOver)
            {
                return false;
            }
            _data = Rows(_chunk);
            Current = new ImportTableRequest
            {
                Chunk = new ImportChunk { Number = _chunk, Bytes = (ulong)_data.Length },
            };
            _chunk++;
            return true;
        }

        private static ByteString Rows(uint chunk)
        {
            var text = new StringBuilder("id,symbol\n");
            for (var row = 0; row < ChunkRows; row++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{(chunk * ChunkRows) + row},I\n");
            }
            return ByteString.CopyFromUtf8(text.ToString());
        }
    }

    private sealed class Answers : IServerStreamWriter<ImportTableResponse>
    {
        private int _chunks;

        public int Chunks => Volatile.Read(ref _chunks);

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(ImportTableResponse message)
        {
            if (message.Imported is { AlreadyStored: false })
            {
                Interlocked.Increment(ref _chunks);
            }
            return Task.CompletedTask;
        }
    }
}

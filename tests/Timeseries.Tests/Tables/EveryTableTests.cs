using Platform.ClickHouse;
using Platform.Schema;
using Platform.Schema.Model;
using Platform.Timeseries.Tables;
using Platform.Timeseries.Tables.Columns;
using Platform.Timeseries.Tables.Insert;
using Platform.Timeseries.Tables.Model;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Tables;

/// <summary>Rows of every table of the definitions, with every column at its edges, come back as they were sent.</summary>
[Collection("tables suite")]
public class EveryTableTests(TablesSuite suite)
{
    // As many as the longest list of edges of a type that is no time.
    private const int Rows = 12;

    private readonly TableClient _client = new(suite);

    public static TheoryData<string> Tables =>
        [
            .. TablesSuite
                .Definitions.Of<ClickHouseTable>()
                .Select(table => table.Name)
                .Where(name => name is not "ticks"),
        ];

    /// <summary>Those callers can't write; each has the place in the log its rows come from.</summary>
    public static TheoryData<string> OwnTables =>
        ["ticks", .. Own.Of<ClickHouseTable>().Select(table => table.Name)];

    private static SchemaState Own { get; } =
        Catalogue.Shipped.At(StoreKind.ClickHouse, "platform");

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Rows_at_the_edges_come_back_equal(string table)
    {
        // Other tests of the suite write to some of them.
        await suite.QueryClickHouseAsync($"TRUNCATE TABLE {table}");
        var described = await _client.DescribeAsync(table);
        var replaces =
            TablesSuite.Definitions.Find(table) is ClickHouseTable { Engine: not "MergeTree" };
        var expected = new Dictionary<string, List<object?>>();
        var request = new InsertRowsRequest
        {
            Table = table,
            Batch = new() { RowCount = Rows },
            RequestId = Guid.NewGuid().ToString(),
        };
        for (var i = 0; i < described.Columns.Count; i++)
        {
            var column = described.Columns[i];
            var values =
                column.Name == described.TimeColumn
                    ? Times(ColumnType.Parse(column.Type))
                    : Values(ColumnType.Parse(column.Type), i);
            if (replaces && described.SortingKey.Contains(column.Name))
            {
                // Rows of one key would replace each other.
                values = [.. values.Select((value, row) => (object?)$"{value}{row}")];
            }
            expected[column.Name] = values;
            request.Batch.Columns.Add(WireValues.Make(column.Name, column.CarriedAs, values));
        }

        var answer = await _client.InsertAsync(request);
        answer.Rejects.ShouldBeEmpty();
        answer.AcceptedRows.ShouldBe((ulong)Rows);

        var (columns, _) = await _client.ReadAsync(
            new ReadRowsRequest
            {
                Table = table,
                Order = { new Common.V1.Sort { Field = described.TimeColumn } },
            }
        );
        foreach (var (name, values) in expected)
        {
            columns[name].ShouldBe(values, $"column {name} of {table}");
        }
    }

    [Theory]
    [MemberData(nameof(OwnTables))]
    public async Task Rows_of_the_services_own_tables_come_back_equal(string name)
    {
        // A partition of the log that there is not, so that these rows are nobody else's.
        const long Partition = uint.MaxValue - Rows;
        var definition =
            (ClickHouseTable?)TablesSuite.Definitions.Find(name)
            ?? (ClickHouseTable)Own.Find(name)!;
        var table = new Table(definition, "neliti");
        var expected = new Dictionary<string, List<object?>>();
        var request = new InsertRowsRequest
        {
            Table = name,
            Batch = new() { RowCount = Rows },
        };
        for (var i = 0; i < table.Fields.Count; i++)
        {
            var field = table.Fields[i];
            var values =
                field.Name == "log_partition"
                    ?
                    [
                        .. Enumerable
                            .Range(1, Rows)
                            .Select(row => (object?)(ulong)(Partition + row)),
                    ]
                : field.Name == table.TimeColumn ? Times(field.Type)
                : Values(field.Type, i);
            expected[field.Name] = values;
            request.Batch.Columns.Add(
                WireValues.Make(field.Name, Carrier.Describe(field.Type), values)
            );
        }
        var rows = BatchIntake.Take(table, request, 0, new TableOptions(), 10);
        rows.Rejects.ShouldBeEmpty();
        await using var store = new ClickHouseClient(
            new ClickHouseOptions
            {
                Endpoints = [suite.ClickHouse.Address],
                User = "platform",
                PasswordFile = suite.ClickHousePasswordFile,
                Database = "trading_data",
            }
        );
        try
        {
            await store.InsertAsync(name, rows.Rows!);

            var (columns, _) = await _client.ReadAsync(
                new ReadRowsRequest
                {
                    Table = name,
                    Filters =
                    {
                        new Common.V1.Filter
                        {
                            Field = "log_partition",
                            Op = Common.V1.FilterOp.Greater,
                            Values = { $"{Partition}" },
                        },
                    },
                    Order = { new Common.V1.Sort { Field = "log_partition" } },
                }
            );
            foreach (var (column, values) in expected)
            {
                columns[column].ShouldBe(values, $"column {column} of {name}");
            }
        }
        finally
        {
            await suite.QueryClickHouseAsync(
                $"ALTER TABLE {name} DELETE WHERE log_partition > {Partition} SETTINGS mutations_sync = 1"
            );
        }
    }

    [Fact]
    public async Task Every_table_of_the_definitions_is_listed_and_described()
    {
        var names = new List<string>();
        var request = new ListTablesRequest { PageSize = 40 };
        do
        {
            var page = await _client.ListAsync(request);
            page.Tables.Count.ShouldBeLessThanOrEqualTo(40);
            names.AddRange(page.Tables.Select(table => table.Name));
            request.PageToken = page.NextPageToken;
        } while (request.PageToken.Length > 0);
        names.ShouldBe(names.Order(StringComparer.Ordinal));
        foreach (var table in TablesSuite.Definitions.Of<ClickHouseTable>())
        {
            names.ShouldContain(table.Name);
        }
        var positions = await _client.DescribeAsync("positions");
        positions.TimeColumn.ShouldBe("timestamp");
        positions.SortingKey.ShouldBe(["symbol", "broker", "timestamp"]);
        positions
            .Columns.Single(c => c.Name == "position_type")
            .EnumValues.ShouldBe(["BUY", "SELL"]);
        positions.Columns.ShouldAllBe(column => column.CarriedAs.Length > 0);
        (await _client.DescribeAsync("ticks")).Summary.Writable.ShouldBeFalse();
    }

    private static List<object?> Values(ColumnType type, int shift)
    {
        var edges = EdgeValues.Of(type);
        return [.. Enumerable.Range(0, Rows).Select(row => edges[(row + shift) % edges.Count])];
    }

    // Rising, so that rows come back in the order they were sent; its edges among them.
    private static List<object?> Times(ColumnType type)
    {
        var edges = EdgeValues.Of(type).Select(value => (long)value!).Order().ToList();
        var step = type.Kind == TypeKind.Date ? 86_400_000_000L : 1_000_000L;
        for (var time = 1_600_000_000_000_000L / step * step; edges.Count < Rows; time += step)
        {
            if (type.Kind == TypeKind.Date)
            {
                time = time / step * step;
            }
            edges.Add(time);
        }
        edges.Sort();
        return [.. edges.Cast<object?>()];
    }
}

using Platform.Schema.Loading;

namespace Platform.Schema.Tests.Loading;

/// <summary>A wrong file is refused with its name, the line, what is wrong and what is allowed.</summary>
public sealed class BadFileTests : IDisposable
{
    private const string ClickHouse = """
        group: g
        source: a document
        templates:
          base:
            comment: From <source_table>
            columns:
            - {name: time, type: DateTime64(3)}
            - {name: symbol, type: String}
            order_by: [symbol, time]
        definitions:
          prices:
            comment: Prices
            columns:
            - {name: time, type: DateTime64(3)}
            - {name: symbol, type: String}
            - {name: price, type: Float64}
            order_by: [symbol, time]
            ttl: toDateTime(time) + INTERVAL 1 DAY
          derived: {template: base, source_table: prices}
        """;

    private const string PostgreSql = """
        group: g
        source: a document
        definitions:
          parents:
            comment: Parents
            columns:
            - {name: id, type: bigint, nullable: false}
            - {name: time, type: timestamptz, nullable: false}
            primary_key: [id]
            indexes:
            - {name: idx_time, columns: [time DESC]}
          children:
            comment: Children
            columns:
            - {name: id, type: bigint, nullable: false}
            - {name: parent, type: bigint}
            primary_key: [id]
            foreign_keys:
            - {columns: [parent], table: parents, table_columns: [id]}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("definitions-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_files_that_the_others_differ_from_are_right()
    {
        Write("clickhouse", ClickHouse);
        Catalogue
            .Load(_folder.FullName)
            .Packs.Single()
            .Stores.Single()
            .Definitions.Count.ShouldBe(2);
        Write("postgresql", PostgreSql);
        Catalogue
            .Load(_folder.FullName)
            .Packs.Single()
            .Stores.Single()
            .Definitions.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(
        "order_by: [symbol, time]\n    ttl",
        "orderby: [symbol, time]\n    ttl",
        "definition prices: 'order_by' is missing"
    )]
    [InlineData(
        "comment: Prices",
        "comment: Prices\n    colour: red",
        ":13: definition prices: unknown key 'colour'; allowed are: columns, comment,"
    )]
    [InlineData(
        "Float64",
        "Flaot64",
        "column price of definition prices: type 'Flaot64' has 'Flaot64', which is not one of: Array, Bool,"
    )]
    [InlineData("type: Float64", "type: Nullable(Float64", "brackets that don't match")]
    [InlineData("name: price,", "name: symbol,", "there are two of column 'symbol' in one version")]
    [InlineData(
        "order_by: [symbol, time]\n    ttl",
        "order_by: [symbol, tiem]\n    ttl",
        "the sorting key names the column 'tiem', which is not in the table; it has: time, symbol, price"
    )]
    [InlineData(
        "INTERVAL 1 DAY",
        "INTERVAL 30 DAY\n    tiers:\n    - {after: a month, column: time, volume: cold}",
        "after 'a month' is not a number of days, as in 30 days"
    )]
    [InlineData(
        "INTERVAL 1 DAY",
        "INTERVAL 30 DAY\n    tiers:\n    - {after: 7 days, column: time, volume: 'a''b'}",
        "volume 'a'b' is no name"
    )]
    [InlineData(
        "INTERVAL 1 DAY",
        "INTERVAL 30 DAY\n    tiers:\n    - {after: 7 days, column: symbol, volume: cold}",
        "a tier goes by the age of 'symbol', which is no time of the table; it has: time"
    )]
    [InlineData(
        "INTERVAL 1 DAY",
        "INTERVAL 30 DAY\n    tiers:\n    - {after: 7 days, column: time, volume: cold}\n    - {after: 7 days, column: time, volume: ice}",
        "tiers must come in the order of their ages: 7 days is not after 7 days"
    )]
    [InlineData(
        "INTERVAL 1 DAY",
        "INTERVAL 1 WEEK\n    tiers:\n    - {after: 7 days, column: time, volume: cold}",
        "rows are deleted (ttl: toDateTime(time) + INTERVAL 1 WEEK) before a tier takes them after 7 days"
    )]
    [InlineData("toDateTime(time)", "time", "write toDateTime(time) + INTERVAL")]
    [InlineData("template: base", "template: bare", "there is no template 'bare'; there is: base")]
    [InlineData(
        "source_table: prices",
        "source_table: prizes",
        ":19: definition derived: it names 'prizes', which clickhouse of pack p does not define"
    )]
    [InlineData(
        "type: Float64}",
        "type: Float64, since: 1.5.0}",
        "1.5.0 is no released version; pack.yaml has: 1.0.0, 2.0.0"
    )]
    [InlineData(
        "type: Float64}",
        "type: Float64, since: two}",
        "since 'two' is not a version such as 2.1.0"
    )]
    [InlineData(
        "type: Float64}",
        "type: Float64, since: 2.0.0, until: 1.0.0}",
        "until 1.0.0 is not after since 2.0.0"
    )]
    [InlineData(
        "type: Float64}",
        "type: Float64, nan: maybe}",
        "nan 'maybe' is neither true nor false"
    )]
    [InlineData("group: g", "group: h", "the group 'h' is in the file of 'g'")]
    [InlineData("comment: Prices", "comment:", "comment needs a value")]
    [InlineData(
        "columns:\n    - {name: time, type: DateTime64(3)}\n    - {name: symbol, type: String}\n    - {name: price, type: Float64}",
        "columns: none",
        "columns must be a list"
    )]
    [InlineData(
        "  derived: {template: base, source_table: prices}",
        "  prices: {template: base, source_table: prices}",
        "Duplicate key"
    )]
    public void A_wrong_file_of_ClickHouse(string right, string wrong, string problem) =>
        Problem("clickhouse", ClickHouse, right, wrong).ShouldContain(problem);

    [Theory]
    [InlineData("type: timestamptz", "type: timestamp", "type 'timestamp' is not one of: bigint,")]
    [InlineData(
        "columns: [time DESC]",
        "columns: [at DESC]",
        "index idx_time names the column 'at'"
    )]
    [InlineData(
        "columns: [time DESC]",
        "columns: [time DESC], where: time > NOW()",
        "now() in its predicate"
    )]
    [InlineData(
        "table: parents",
        "table: uncles",
        "it names 'uncles', which postgresql of pack p does not define"
    )]
    [InlineData(
        "table_columns: [id]",
        "table_columns: [id, time]",
        "joins lists of different lengths"
    )]
    [InlineData(
        "primary_key: [id]\n    indexes",
        "hypertable: {time_column: time, chunk_interval: 1 day}\n    primary_key: [id]\n    indexes",
        "every key of a table cut by time must have its time column, time"
    )]
    [InlineData(
        "comment: Children",
        "comment: Children\n    kind: cube",
        "kind 'cube' is not one of: table, view,"
    )]
    public void A_wrong_file_of_PostgreSQL(string right, string wrong, string problem) =>
        Problem("postgresql", PostgreSql, right, wrong).ShouldContain(problem);

    [Fact]
    public void Tables_that_name_each_other_in_a_circle()
    {
        var text = PostgreSql.Replace(
            "    indexes:\n    - {name: idx_time, columns: [time DESC]}",
            "    foreign_keys:\n    - {columns: [id], table: children, table_columns: [id]}",
            StringComparison.Ordinal
        );
        Write("postgresql", text);

        Should
            .Throw<SchemaFormatException>(() => Catalogue.Load(_folder.FullName))
            .Message.ShouldContain("in a circle");
    }

    [Fact]
    public void A_file_that_is_no_YAML()
    {
        Write("clickhouse", "group: [");

        var problem = Should.Throw<SchemaFormatException>(() => Catalogue.Load(_folder.FullName));
        problem.File.ShouldBe("schema/p/clickhouse/g.yaml");
    }

    [Fact]
    public void A_folder_that_is_no_store_of_the_pack()
    {
        Write("clickhouse", ClickHouse);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "p/oracle"));
        File.WriteAllText(Path.Combine(_folder.FullName, "p/oracle/g.yaml"), ClickHouse);

        Should
            .Throw<SchemaFormatException>(() => Catalogue.Load(_folder.FullName))
            .Message.ShouldContain("a file of pack p is in one of the folders clickhouse");
    }

    private string Problem(string store, string text, string right, string wrong)
    {
        text.ShouldContain(right);
        Write(store, text.Replace(right, wrong, StringComparison.Ordinal));
        var problem = Should.Throw<SchemaFormatException>(() => Catalogue.Load(_folder.FullName));
        problem.File.ShouldBe($"schema/p/{store}/g.yaml");
        problem.Message.ShouldStartWith($"{problem.File}:{problem.Line}: ");
        return problem.Message;
    }

    private void Write(string store, string group)
    {
        _folder.Delete(recursive: true);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "p", store));
        File.WriteAllText(
            Path.Combine(_folder.FullName, "p/pack.yaml"),
            $"""
            pack: p
            comment: A pack
            stores:
              {store}:
                namespace: n
                version: 2.0.0
                versions:
                  1.0.0: The first
                  2.0.0: The second
            """
        );
        File.WriteAllText(Path.Combine(_folder.FullName, "p", store, "g.yaml"), group);
    }
}

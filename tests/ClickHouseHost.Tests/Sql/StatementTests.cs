using System.Text;
using Platform.ClickHouseHost.Sql;

namespace Platform.ClickHouseHost.Tests.Sql;

public sealed class StatementTests
{
    [Theory]
    [InlineData("SELECT 1", StatementRoute.Select, null)]
    [InlineData("  -- c\n /* FORMAT x */ # y\n select 1 format CSV", StatementRoute.Select, "CSV")]
    [InlineData("(SELECT 1) FORMAT CSV;", StatementRoute.Select, "CSV")]
    [InlineData("FROM t SELECT 1 FORMAT JSON SETTINGS a = 1", StatementRoute.Select, "JSON")]
    [InlineData("SELECT 1 FORMAT JSON SETTINGS a = 1, b = 'c';", StatementRoute.Select, "JSON")]
    [InlineData("SELECT 1 SETTINGS a = 1 FORMAT JSON -- end", StatementRoute.Select, "JSON")]
    [InlineData("SELECT 1 FORMAT `CSV`", StatementRoute.Select, "CSV")]
    [InlineData("SELECT format FROM t", StatementRoute.Select, null)]
    [InlineData("SELECT 1 AS format", StatementRoute.Select, null)]
    [InlineData("SELECT format a FROM t FORMAT TSV", StatementRoute.Select, "TSV")]
    [InlineData("SELECT 'x FORMAT CSV'", StatementRoute.Select, null)]
    [InlineData("SELECT 'it''s \\' FORMAT CSV'", StatementRoute.Select, null)]
    [InlineData("SELECT $a$ ' FORMAT CSV$a$ FORMAT TSV", StatementRoute.Select, "TSV")]
    [InlineData("SELECT * FROM format(CSV, '1,2')", StatementRoute.Select, null)]
    [InlineData("SHOW TABLES FORMAT JSONEachRow", StatementRoute.Other, "JSONEachRow")]
    [InlineData("DROP TABLE t", StatementRoute.Other, null)]
    [InlineData("INSERT INTO t SELECT 1", StatementRoute.Other, null)]
    [InlineData("INSERT INTO t (a, b) (SELECT 1, 2)", StatementRoute.Other, null)]
    [InlineData("INSERT INTO t WITH 1 AS x SELECT x", StatementRoute.Other, null)]
    [InlineData("INSERT INTO FUNCTION null('a UInt8') SELECT 1", StatementRoute.Other, null)]
    public void A_statement_takes_its_route(string text, object route, string? format)
    {
        var statement = Statement.Read(Encoding.UTF8.GetBytes(text));
        statement.Route.ShouldBe((StatementRoute)route);
        statement.Format.ShouldBe(format);
    }

    [Theory]
    [InlineData("INSERT INTO t FORMAT CSV 1,a", "INSERT INTO t ", "CSV", "1,a")]
    [InlineData("INSERT INTO t FORMAT CSV\n1,a", "INSERT INTO t ", "CSV", "1,a")]
    [InlineData("INSERT INTO t FORMAT CSV \r\n\n1", "INSERT INTO t ", "CSV", "\n1")]
    [InlineData("INSERT INTO t FORMAT TSV\n\t1", "INSERT INTO t ", "TSV", "\t1")]
    [InlineData("INSERT INTO t VALUES (1)", "INSERT INTO t ", "Values", " (1)")]
    [InlineData("INSERT INTO t(a)VALUES(1)", "INSERT INTO t(a)", "Values", "(1)")]
    [InlineData("INSERT INTO `values` VALUES (1)", "INSERT INTO `values` ", "Values", " (1)")]
    [InlineData("INSERT INTO format VALUES (1)", "INSERT INTO format ", "Values", " (1)")]
    [InlineData("INSERT INTO d.values FORMAT CSV 1", "INSERT INTO d.values ", "CSV", "1")]
    [InlineData(
        "INSERT INTO t (`format`, values) FORMAT CSV 1",
        "INSERT INTO t (`format`, values) ",
        "CSV",
        "1"
    )]
    [InlineData(
        "INSERT INTO t SETTINGS a = 'FORMAT x' FORMAT CSV\n",
        "INSERT INTO t SETTINGS a = 'FORMAT x' ",
        "CSV",
        ""
    )]
    [InlineData("INSERT INTO t", "INSERT INTO t", null, "")]
    [InlineData("INSERT INTO TABLE FUNCTION null('a UInt8') FORMAT CSV 1", null, "CSV", "1")]
    public void An_insert_is_cut_where_its_data_begins(
        string text,
        string? head,
        string? format,
        string data
    )
    {
        var statement = Statement.Read(Encoding.UTF8.GetBytes(text));
        statement.Route.ShouldBe(StatementRoute.InsertData);
        statement.Format.ShouldBe(format);
        text[statement.DataStart..].ShouldBe(data);
        if (head is not null)
        {
            text[..statement.HeadLength].ShouldBe(head);
        }
    }

    [Theory]
    [InlineData("SELECT 1 INTO OUTFILE 'x'", true)]
    [InlineData("SELECT 1 into/**/outfile 'x'", true)]
    [InlineData("INSERT INTO t FROM INFILE 'x' FORMAT CSV", true)]
    [InlineData("SELECT file('x')", true)]
    [InlineData("SELECT \"file\" ('x')", true)]
    [InlineData("SELECT ‘'’ INTO OUTFILE 'x'", true)]
    [InlineData("SELECT 1 AS “'” INTO OUTFILE 'x'", true)]
    [InlineData("SELECT ‘INTO OUTFILE \\’ INTO OUTFILE ‘x’", true)]
    [InlineData("SELECT “file” ('x')", true)]
    [InlineData("SELECT /* /* */ ' */ 1 INTO OUTFILE 'x' -- '", true)]
    [InlineData("SELECT 1 // '\n INTO OUTFILE 'x' -- '", true)]
    [InlineData("SELECT 1 INTO\u00a0OUTFILE 'x'", true)]
    [InlineData("SELECT 1$a$ ' $a$ INTO OUTFILE 'x' -- '", true)]
    [InlineData("SELECT ‘ INTO OUTFILE ’", false)]
    [InlineData("SELECT 1 /* /* */ INTO OUTFILE */", false)]
    [InlineData("SELECT file, 'INTO OUTFILE' FROM t", false)]
    [InlineData("SELECT profile('x')", false)]
    public void Clauses_that_touch_files_are_seen(string text, bool touches) =>
        Statement.Read(Encoding.UTF8.GetBytes(text)).TouchesFile.ShouldBe(touches);

    [Theory]
    [InlineData("SELECT 1 SETTINGS a = 1", true)]
    [InlineData("SELECT 1 FROM (SELECT 2 settings a=1)", true)]
    [InlineData("SELECT settings = 1 FROM t settings WHERE a = 1", false)]
    [InlineData("SELECT * FROM system.settings WHERE name = 'x'", false)]
    public void A_settings_clause_is_told_from_a_name(string text, bool has) =>
        Statement.Read(Encoding.UTF8.GetBytes(text)).HasSettings.ShouldBe(has);

    [Theory]
    [InlineData("SELECT 1 GROUP BY 1 WITH TOTALS", true)]
    [InlineData("SELECT 1 SETTINGS extremes = 1", true)]
    [InlineData("WITH totals AS (SELECT 1) SELECT 1", true)]
    [InlineData("SELECT totals FROM t", false)]
    public void Totals_are_seen(string text, bool has) =>
        Statement.Read(Encoding.UTF8.GetBytes(text)).HasTotals.ShouldBe(has);

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    [InlineData("-- only this")]
    [InlineData("/* unclosed")]
    public void Nothing_is_nothing(string text) =>
        Statement.Read(Encoding.UTF8.GetBytes(text)).IsEmpty.ShouldBeTrue();

    [Theory]
    [InlineData("SELECT 'unclosed")]
    [InlineData("SELECT `unclosed")]
    [InlineData("SELECT \"un\\")]
    [InlineData("INSERT INTO")]
    [InlineData("INSERT INTO t FORMAT")]
    [InlineData("$")]
    [InlineData("$$")]
    [InlineData(")))")]
    public void Half_a_statement_is_read_without_harm(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var statement = Statement.Read(bytes);
        statement.DataStart.ShouldBeInRange(0, bytes.Length);
        statement.HeadLength.ShouldBeInRange(0, bytes.Length);
    }
}

using Platform.Schema;
using Platform.Schema.Model;
using Platform.Timeseries.Indicators.Storage;

namespace Platform.Timeseries.Tests.Indicators;

public class ListColumnTests
{
    [Fact]
    public void Every_column_of_lists_is_in_its_table_s_definition()
    {
        var catalogue = Catalogue.Shipped.At(StoreKind.ClickHouse, "neliti");
        var lists = StoredTable
            .All.SelectMany(table => table.Lists, (table, list) => (table.Name, list))
            .ToList();
        lists.ShouldNotBeEmpty();
        foreach (var (table, list) in lists)
        {
            var defined = (ClickHouseTable)catalogue.Find(table).ShouldNotBeNull(table);
            defined
                .Columns.Single(column => column.Name == list.Column)
                .Type.ShouldBe(list.IsWhole ? "Array(UInt64)" : "Array(Float64)");
        }
    }

    [Fact]
    public void Lists_of_any_length_are_told_apart_in_one_run()
    {
        var values = RowValues.Of([0.5, 7], [], [1, 2, 3], [4]);

        values.ShouldBe([0.5, 7, 0, 3, 1, 2, 3, 1, 4]);
        RowValues.ListOf(values, 2, 0).ToArray().ShouldBeEmpty();
        RowValues.ListOf(values, 2, 1).ToArray().ShouldBe([1, 2, 3]);
        RowValues.ListOf(values, 2, 2).ToArray().ShouldBe([4]);
        RowValues.Of([0.5, 7], [1], [2, 3], [4]).ShouldNotBe(values);
    }
}

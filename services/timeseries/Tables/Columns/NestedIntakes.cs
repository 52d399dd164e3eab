using Platform.ClickHouse;
using Platform.Common.V1;
using Column = Platform.ClickHouse.Column;
using WireColumn = Platform.Common.V1.Column;

namespace Platform.Timeseries.Tables.Columns;

/// <summary>Nullable(T): the values of T, and which of them are none.</summary>
internal sealed class NullableIntake(ColumnType type, ColumnIntake inner) : ColumnIntake(type)
{
    public override bool Takes(WireColumn.ValuesOneofCase list) => inner.Takes(list);

    public override void Check(WireColumn values, NullSet nulls, IFindings findings) =>
        inner.Check(values, nulls, findings);

    public override Column Build(WireColumn values, Pick pick)
    {
        var set = new NullSet(values.Nulls);
        var nulls = new bool[pick.Count];
        for (var index = 0; index < nulls.Length && !set.IsEmpty; index++)
        {
            nulls[index] = set[pick[index]];
        }
        return Column.Nullable(nulls, inner.Build(values, pick));
    }
}

/// <summary>Array(T), at any depth.</summary>
internal sealed class ArrayIntake(ColumnType type, ColumnIntake inner, IReadOnlyList<string>? items)
    : ColumnIntake(type)
{
    // Only of the innermost lists.
    private readonly IReadOnlyList<string> _items = inner is ArrayIntake ? [] : items ?? [];

    public override void Check(WireColumn values, NullSet nulls, IFindings findings)
    {
        if (values.Lists is not { } lists)
        {
            return;
        }
        var itemsMax = findings.Limits.ArrayItemsMax;
        var end = 0u;
        for (var item = 0; item < lists.Ends.Count; item++)
        {
            if (lists.Ends[item] < end)
            {
                throw Malformed.Column(
                    findings.Column,
                    $"ends that rise; {end} or above at item {item}",
                    $"{lists.Ends[item]}"
                );
            }
            if (lists.Ends[item] - end > itemsMax)
            {
                findings.Reject(
                    item,
                    $"the list has {lists.Ends[item] - end} items, at most {itemsMax} are taken (option Tables:ArrayItemsMax)"
                );
            }
            if (_items.Count > 0 && lists.Ends[item] - end != _items.Count)
            {
                findings.Reject(
                    item,
                    $"the list has {lists.Ends[item] - end} values; it is [{string.Join(", ", _items)}]"
                );
            }
            end = lists.Ends[item];
        }
        if (end > int.MaxValue)
        {
            throw Malformed.Column(findings.Column, $"at most {int.MaxValue} items", $"{end}");
        }
        inner.CheckWhole(ItemsOf(lists), (int)end, new ItemFindings(findings, lists.Ends));
    }

    public override Column Build(WireColumn values, Pick pick)
    {
        var lists = values.Lists ?? new Lists();
        var ends = new ulong[pick.Count];
        if (pick.IsAll)
        {
            for (var index = 0; index < ends.Length; index++)
            {
                ends[index] = lists.Ends[index];
            }
            var count = ends.Length == 0 ? 0 : (int)ends[^1];
            return Column.Array(ends, inner.Build(ItemsOf(lists), Pick.All(count)));
        }
        var items = new List<int>();
        for (var index = 0; index < ends.Length; index++)
        {
            var row = pick[index];
            var last = (int)lists.Ends[row];
            for (var item = row == 0 ? 0 : (int)lists.Ends[row - 1]; item < last; item++)
            {
                items.Add(item);
            }
            ends[index] = (ulong)items.Count;
        }
        return Column.Array(ends, inner.Build(ItemsOf(lists), new Pick([.. items], items.Count)));
    }

    private static WireColumn ItemsOf(Lists lists) => lists.Items ?? new WireColumn();
}

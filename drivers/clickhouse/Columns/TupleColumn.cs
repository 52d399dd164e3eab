using Platform.ClickHouse.Codecs;

namespace Platform.ClickHouse;

/// <summary>Tuple(…): one column for each element.</summary>
public sealed class TupleColumn : Column
{
    internal TupleColumn(Codec codec, IReadOnlyList<Column> elements, int count)
        : base(codec, count) => Elements = elements;

    public IReadOnlyList<Column> Elements { get; }

    protected override void Dispose(bool disposing)
    {
        foreach (var element in Elements)
        {
            element.Dispose();
        }
        base.Dispose(disposing);
    }
}

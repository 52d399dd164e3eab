using Platform.ClickHouse.Codecs;

namespace Platform.ClickHouse;

/// <summary>The type of a bare NULL or of an empty array's elements: it has rows and no values.</summary>
public sealed class NothingColumn : Column
{
    internal NothingColumn(Codec codec, int count)
        : base(codec, count) { }
}

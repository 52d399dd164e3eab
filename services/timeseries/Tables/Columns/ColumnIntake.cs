using Platform.ClickHouse;
using Column = Platform.ClickHouse.Column;
using WireColumn = Platform.Common.V1.Column;

namespace Platform.Timeseries.Tables.Columns;

/// <summary>
/// Takes the values of one column of a batch: first all are checked, then those of the rows that are kept are made into
/// a column to insert.
/// </summary>
internal abstract class ColumnIntake(ColumnType type)
{
    public ColumnType Type { get; } = type;

    /// <param name="type">Of the column, or of the items of its lists.</param>
    /// <param name="items">What the values of an innermost list are; null or empty: any number of any.</param>
    public static ColumnIntake For(ColumnType type, IReadOnlyList<string>? items = null) =>
        type.Kind switch
        {
            TypeKind.Bool => new BoolIntake(type),
            TypeKind.Int8 => new SignedIntake<sbyte>(type),
            TypeKind.Int16 => new SignedIntake<short>(type),
            TypeKind.Int32 => new SignedIntake<int>(type),
            TypeKind.Int64 => new SignedIntake<long>(type),
            TypeKind.UInt8 => new UnsignedIntake<byte>(type),
            TypeKind.UInt16 => new UnsignedIntake<ushort>(type),
            TypeKind.UInt32 => new UnsignedIntake<uint>(type),
            TypeKind.UInt64 => new UnsignedIntake<ulong>(type),
            TypeKind.Float32 => new FloatIntake(type),
            TypeKind.Float64 => new DoubleIntake(type),
            TypeKind.Date => TimeIntake.Date(type),
            TypeKind.Date32 => TimeIntake.Date32(type),
            TypeKind.DateTime => TimeIntake.Seconds(type),
            TypeKind.DateTime64 => TimeIntake.Units(type),
            TypeKind.String => new StringIntake(type),
            TypeKind.FixedString => new FixedStringIntake(type),
            TypeKind.LowCardinality
                when type.Arguments[0]
                    is { Kind: TypeKind.String }
                        or { Kind: TypeKind.Nullable, Arguments: [{ Kind: TypeKind.String }] } =>
                new LowCardinalityIntake(type),
            TypeKind.Nullable => new NullableIntake(type, For(type.Arguments[0])),
            TypeKind.Array => new ArrayIntake(type, For(type.Arguments[0], items), items),
            _ => CodedIntake.For(type),
        };

    /// <summary>Whether the list that came is one that carries the type.</summary>
    public virtual bool Takes(WireColumn.ValuesOneofCase list) => list == Carrier.Of(Type);

    /// <summary>Rejects the items that don't fit.</summary>
    /// <param name="values">As many values as there are items; of a list that <see cref="Takes"/> lets in.</param>
    /// <param name="nulls">The items that are null; empty: none. Their values say nothing.</param>
    /// <exception cref="Grpc.Core.RpcException">The column can't be read at all.</exception>
    public abstract void Check(WireColumn values, NullSet nulls, IFindings findings);

    public abstract Column Build(WireColumn values, Pick pick);

    /// <summary>The form of a column: list, number of values, nulls; then its values.</summary>
    public void CheckWhole(WireColumn values, int items, IFindings findings)
    {
        var isEmpty = values.ValuesCase == WireColumn.ValuesOneofCase.None && items == 0;
        if (!isEmpty && !Takes(values.ValuesCase))
        {
            throw Malformed.List(findings.Column, Type, values.ValuesCase);
        }
        var count = WireColumns.CountOf(values);
        if (count != items)
        {
            throw Malformed.Column(
                findings.Column,
                $"{items} values, one for each item",
                $"{count}"
            );
        }
        if (values.Nulls.Length != 0 && values.Nulls.Length != NullBits.LengthOf(items))
        {
            throw Malformed.Column(
                findings.Column,
                $"no nulls or {NullBits.LengthOf(items)} bytes of them for {items} items",
                $"{values.Nulls.Length} bytes"
            );
        }
        var nulls = new NullSet(values.Nulls);
        if (!nulls.IsEmpty && !Type.IsNullable)
        {
            for (var item = 0; item < items; item++)
            {
                if (nulls[item])
                {
                    findings.Reject(
                        item,
                        $"null is no value of {Type}; leave the whole column out for its default"
                    );
                }
            }
        }
        Check(values, nulls, findings);
    }
}

/// <summary>Which items are null.</summary>
internal readonly struct NullSet(Google.Protobuf.ByteString bits)
{
    public bool IsEmpty => bits.IsEmpty;

    public bool this[int item] => !bits.IsEmpty && NullBits.IsSet(bits.Span, item);
}

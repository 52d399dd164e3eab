namespace Platform.ClickHouse.Codecs;

/// <summary>Which codec serves which type.</summary>
internal static class CodecFactory
{
    public static Codec Make(ColumnType type) =>
        type.Kind switch
        {
            TypeKind.Nothing => new NothingCodec(type),
            TypeKind.Bool => new BoolCodec(type),
            TypeKind.Int8 => new IntegerCodec<sbyte>(type),
            TypeKind.Int16 => new IntegerCodec<short>(type),
            TypeKind.Int32 => new IntegerCodec<int>(type),
            TypeKind.Int64 => new IntegerCodec<long>(type),
            TypeKind.Int128 => new IntegerCodec<Int128>(type),
            TypeKind.UInt8 => new IntegerCodec<byte>(type),
            TypeKind.UInt16 => new IntegerCodec<ushort>(type),
            TypeKind.UInt32 => new IntegerCodec<uint>(type),
            TypeKind.UInt64 => new IntegerCodec<ulong>(type),
            TypeKind.UInt128 => new IntegerCodec<UInt128>(type),
            TypeKind.Float32 => new FloatCodec<float>(type),
            TypeKind.Float64 => new FloatCodec<double>(type),
            TypeKind.Decimal when type.Precision <= 9 => new DecimalCodec<int>(type),
            TypeKind.Decimal when type.Precision <= 18 => new DecimalCodec<long>(type),
            TypeKind.Decimal => new DecimalCodec<Int128>(type),
            TypeKind.String => new StringCodec(type),
            TypeKind.FixedString => new FixedStringCodec(type),
            TypeKind.Date => new DateCodec<ushort>(type),
            TypeKind.Date32 => new DateCodec<int>(type),
            TypeKind.DateTime => new DateTimeCodec(type),
            TypeKind.DateTime64 => new DateTime64Codec(type),
            TypeKind.Enum8 => new EnumCodec<sbyte>(type),
            TypeKind.Enum16 => new EnumCodec<short>(type),
            TypeKind.Uuid => new UuidCodec(type),
            TypeKind.IPv4 => new IPv4Codec(type),
            TypeKind.Nullable => new NullableCodec(type, Make(type.Arguments[0])),
            TypeKind.LowCardinality => new LowCardinalityCodec(
                type,
                Make(Stored(type.Arguments[0]))
            ),
            TypeKind.Array => new ArrayCodec(type, Make(type.Arguments[0])),
            TypeKind.Map => new MapCodec(
                type,
                new TupleCodec(TypeNames.Tuple([], type.Arguments), MakeAll(type))
            ),
            TypeKind.Tuple => new TupleCodec(type, MakeAll(type)),
            _ => throw new ColumnTypeException($"{type} has no codec."),
        };

    // LowCardinality(Nullable(T)) stores a dictionary of T.
    private static ColumnType Stored(ColumnType inner) =>
        inner.Kind == TypeKind.Nullable ? inner.Arguments[0] : inner;

    private static Codec[] MakeAll(ColumnType type)
    {
        var codecs = new Codec[type.Arguments.Count];
        for (var i = 0; i < codecs.Length; i++)
        {
            codecs[i] = Make(type.Arguments[i]);
        }
        return codecs;
    }
}

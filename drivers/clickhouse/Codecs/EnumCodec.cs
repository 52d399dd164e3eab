using System.Numerics;

namespace Platform.ClickHouse.Codecs;

/// <summary>Enum8 and Enum16: held as numbers, given as names.</summary>
internal sealed class EnumCodec<T> : FixedCodec<T>
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly Dictionary<T, string> _names = [];
    private readonly Dictionary<string, T> _values = new(StringComparer.Ordinal);

    public EnumCodec(ColumnType type)
        : base(type)
    {
        foreach (var (name, value) in type.EnumValues)
        {
            _names[T.CreateChecked(value)] = name;
            _values[name] = T.CreateChecked(value);
        }
    }

    public override Type ClrType => typeof(string);

    public override object DefaultValue => Type.EnumValues[0].Key;

    protected override object ToClr(T raw) =>
        _names.TryGetValue(raw, out var name)
            ? name
            : throw new ColumnTypeException($"{raw} has no name in {TypeText.Shorten(Type.Name)}.");

    protected override T FromClr(object value) =>
        value is string name
            ? _values.TryGetValue(name, out var known)
                ? known
                : throw Unfit(value, "no such name")
            : throw Unfit(value);
}

namespace Platform.ClickHouse.Codecs;

/// <summary>The ClickHouse type that stores a CLR type exactly as it is.</summary>
internal static class NaturalTypes
{
    public static string Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(bool))
        {
            return "Bool";
        }
        return default(T) switch
        {
            sbyte => "Int8",
            short => "Int16",
            int => "Int32",
            long => "Int64",
            Int128 => "Int128",
            byte => "UInt8",
            ushort => "UInt16",
            uint => "UInt32",
            ulong => "UInt64",
            UInt128 => "UInt128",
            float => "Float32",
            double => "Float64",
            Guid => "UUID",
            _ => throw new ArgumentException(
                $"No ClickHouse type stores {typeof(T).Name} as it is; name the type."
            ),
        };
    }
}

namespace Platform.ClickHouse;

/// <summary>Enum8('a' = 1, 'b' = -2). A value left out is one more than the one before it, the first is 1.</summary>
internal static class EnumParser
{
    public static ColumnType Parse(ref TypeText text, TypeKind kind)
    {
        var (min, max) =
            kind == TypeKind.Enum8
                ? (sbyte.MinValue, sbyte.MaxValue)
                : (short.MinValue, short.MaxValue);
        var values = new List<KeyValuePair<string, short>>();
        text.Take('(');
        var next = 1;
        while (!text.TryTake(')'))
        {
            if (values.Count > 0)
            {
                text.Take(',');
            }
            text.SkipSpace();
            var name = text.TakeQuoted('\'');
            if (text.TryTake('='))
            {
                next = text.TakeInteger(min, max, $"the value of '{TypeText.Shorten(name)}'");
            }
            else if (next > max)
            {
                text.Fail($"more names than {kind} has values");
            }
            values.Add(new(name, (short)next++));
        }
        if (values.Count == 0)
        {
            text.Fail("an Enum needs at least one name");
        }
        return TypeNames.Enum(kind, values);
    }
}

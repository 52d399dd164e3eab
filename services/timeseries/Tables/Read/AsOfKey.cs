using Platform.ClickHouse;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tables.Model;

namespace Platform.Timeseries.Tables.Read;

/// <summary>A column that both tables of an as-of join have, as expressions that can be equal.</summary>
internal sealed class AsOfKey
{
    public AsOfKey(string name, Table left, Table right)
    {
        Left = TableColumns.Find(left, name, "as_of.keys");
        Right = TableColumns.Find(right, name, "as_of.keys");
        IsSameType = Left.ValueType.Name == Right.ValueType.Name;
        var areTexts = IsText(Left) && IsText(Right);
        var areIntegers = IsInteger(Left) && IsInteger(Right);
        if (Left.IsArray || Right.IsArray || !(IsSameType || areTexts || areIntegers))
        {
            throw PlatformErrors.CreateInvalid(
                (
                    "as_of.keys",
                    $"{name} is {Left.Type} in {left.Name} and {Right.Type} in {right.Name}: keys are of one type, or both text, or both integers, and no lists."
                )
            );
        }
        var asText = areTexts && !IsSameType;
        LeftSql = asText ? Text(Left) : Identifier.Quote(name);
        RightSql = asText ? Text(Right) : Identifier.Quote(name);
    }

    public TableField Left { get; }

    public TableField Right { get; }

    /// <summary>A filter on one side's column means the same on the other's.</summary>
    public bool IsSameType { get; }

    public string LeftSql { get; }

    public string RightSql { get; }

    private static bool IsText(TableField field) =>
        field.ValueType.Kind
            is TypeKind.String
                or TypeKind.FixedString
                or TypeKind.Enum8
                or TypeKind.Enum16;

    private static bool IsInteger(TableField field) =>
        field.ValueType.Kind
            is TypeKind.Int8
                or TypeKind.Int16
                or TypeKind.Int32
                or TypeKind.Int64
                or TypeKind.UInt8
                or TypeKind.UInt16
                or TypeKind.UInt32
                or TypeKind.UInt64;

    private static string Text(TableField field) =>
        field.ValueType.Kind == TypeKind.FixedString
            ? $"toStringCutToZero({Identifier.Quote(field.Name)})"
            : $"toString({Identifier.Quote(field.Name)})";
}

using System.Globalization;
using System.Net;
using Platform.ClickHouse;
using Column = Platform.ClickHouse.Column;
using WireColumn = Platform.Common.V1.Column;

namespace Platform.Timeseries.Tables.Columns;

/// <summary>Types whose values come as text: each entry of the dictionary is read once, however many rows have it.</summary>
internal static class CodedIntake
{
    public delegate T Read<out T>(string text, out string? error);

    public static ColumnIntake For(ColumnType type) =>
        type.Kind switch
        {
            TypeKind.Enum8 => new Intake<sbyte>(type, EnumOf<sbyte>(type)),
            TypeKind.Enum16 => new Intake<short>(type, EnumOf<short>(type)),
            TypeKind.Uuid => new Intake<Guid>(
                type,
                (string text, out string? error) =>
                    Parsed(
                        Guid.TryParseExact(text, "D", out var id),
                        id,
                        out error,
                        "is no UUID such as 6ba7b810-9dad-11d1-80b4-00c04fd430c8"
                    )
            ),
            TypeKind.Int128 => new Intake<Int128>(
                type,
                (string text, out string? error) =>
                    Parsed(
                        Int128.TryParse(
                            text,
                            NumberStyles.AllowLeadingSign,
                            CultureInfo.InvariantCulture,
                            out var number
                        ),
                        number,
                        out error,
                        "is no whole number of 128 bits"
                    )
            ),
            TypeKind.UInt128 => new Intake<UInt128>(
                type,
                (string text, out string? error) =>
                    Parsed(
                        UInt128.TryParse(
                            text,
                            NumberStyles.None,
                            CultureInfo.InvariantCulture,
                            out var number
                        ),
                        number,
                        out error,
                        "is no whole number of 128 bits, 0 or above"
                    )
            ),
            TypeKind.IPv4 => new Intake<uint>(type, ReadAddress),
            TypeKind.Decimal when type.Precision <= 9 => new Intake<int>(
                type,
                (string text, out string? error) =>
                    (int)DecimalText.Read(text, type.Precision, type.Scale, out error)
            ),
            TypeKind.Decimal when type.Precision <= 18 => new Intake<long>(
                type,
                (string text, out string? error) =>
                    (long)DecimalText.Read(text, type.Precision, type.Scale, out error)
            ),
            TypeKind.Decimal => new Intake<Int128>(
                type,
                (string text, out string? error) =>
                    DecimalText.Read(text, type.Precision, type.Scale, out error)
            ),
            _ => new NoIntake(type),
        };

    private static Read<T> EnumOf<T>(ColumnType type)
        where T : System.Numerics.INumberBase<T>
    {
        var values = type.EnumValues.ToDictionary(
            pair => pair.Key,
            pair => T.CreateChecked(pair.Value),
            StringComparer.Ordinal
        );
        var allowed = string.Join(", ", values.Keys.Take(50));
        return (string text, out string? error) =>
            Parsed(
                values.TryGetValue(text, out var value),
                value!,
                out error,
                $"is none of {allowed}"
            );
    }

    private static uint ReadAddress(string text, out string? error)
    {
        var isAddress =
            IPAddress.TryParse(text, out var address)
            && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        error = isAddress ? null : "is no IPv4 address";
        return isAddress
            ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address!.GetAddressBytes())
            : 0;
    }

    private static T Parsed<T>(bool isParsed, T value, out string? error, string otherwise)
    {
        error = isParsed ? null : otherwise;
        return value;
    }

    private sealed class Intake<T>(ColumnType type, Read<T> read) : ColumnIntake(type)
        where T : unmanaged
    {
        public override void Check(WireColumn values, NullSet nulls, IFindings findings)
        {
            if (values.Strings is not { } strings)
            {
                return;
            }
            var errors = new string?[strings.Dictionary.Count];
            for (var entry = 0; entry < errors.Length; entry++)
            {
                read(strings.Dictionary[entry], out errors[entry]);
            }
            for (var item = 0; item < strings.Indexes.Count; item++)
            {
                var index = strings.Indexes[item];
                if (index >= errors.Length)
                {
                    TextCheck.RequireNull(findings, nulls, item, index, errors.Length);
                }
                else if (errors[index] is { } error && !nulls[item])
                {
                    findings.Reject(item, $"'{Shorten(strings.Dictionary[(int)index])}' {error}");
                }
            }
        }

        public override Column Build(WireColumn values, Pick pick)
        {
            var strings = values.Strings ?? new();
            var entries = new T[strings.Dictionary.Count];
            for (var entry = 0; entry < entries.Length; entry++)
            {
                entries[entry] = read(strings.Dictionary[entry], out _);
            }
            var to = new T[pick.Count];
            for (var index = 0; index < to.Length; index++)
            {
                var entry = strings.Indexes[pick[index]];
                to[index] = entry < entries.Length ? entries[entry] : default;
            }
            return Column.Of<T>(Type.Name, to);
        }

        private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
    }

    /// <summary>Map and Tuple, which no table of the catalogue has.</summary>
    private sealed class NoIntake(ColumnType type) : ColumnIntake(type)
    {
        public override bool Takes(WireColumn.ValuesOneofCase list) => false;

        public override void Check(WireColumn values, NullSet nulls, IFindings findings) { }

        public override Column Build(WireColumn values, Pick pick) =>
            throw new NotSupportedException($"{Type} can't be inserted.");
    }
}

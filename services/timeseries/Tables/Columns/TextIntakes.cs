using System.Text;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Platform.ClickHouse;
using Column = Platform.ClickHouse.Column;
using WireColumn = Platform.Common.V1.Column;

namespace Platform.Timeseries.Tables.Columns;

/// <summary>String, from dictionary-coded text or from bytes.</summary>
internal sealed class StringIntake(ColumnType type) : ColumnIntake(type)
{
    public override bool Takes(WireColumn.ValuesOneofCase list) =>
        list is WireColumn.ValuesOneofCase.Strings or WireColumn.ValuesOneofCase.Bytes;

    public override void Check(WireColumn values, NullSet nulls, IFindings findings) =>
        TextCheck.Check(values, nulls, findings, findings.Limits.TextBytesMax, Type);

    public override Column Build(WireColumn values, Pick pick)
    {
        var ends = new int[pick.Count];
        if (values.ValuesCase == WireColumn.ValuesOneofCase.Bytes)
        {
            return FromBytes(values.Bytes.Values, pick, ends);
        }
        var dictionary = values.Strings?.Dictionary ?? [];
        var indexes = values.Strings?.Indexes ?? [];
        var entryEnds = new int[dictionary.Count];
        var entries = Encode(dictionary, entryEnds);
        var total = 0;
        for (var index = 0; index < ends.Length; index++)
        {
            total += TextCheck.Entry(entries, entryEnds, indexes[pick[index]]).Length;
            ends[index] = total;
        }
        var bytes = new byte[total];
        for (int index = 0, start = 0; index < ends.Length; start = ends[index++])
        {
            TextCheck.Entry(entries, entryEnds, indexes[pick[index]]).CopyTo(bytes.AsSpan(start));
        }
        return Column.Strings(bytes, ends);
    }

    private static StringColumn FromBytes(RepeatedField<ByteString> values, Pick pick, int[] ends)
    {
        var total = 0;
        for (var index = 0; index < ends.Length; index++)
        {
            total += values[pick[index]].Length;
            ends[index] = total;
        }
        var bytes = new byte[total];
        for (int index = 0, start = 0; index < ends.Length; start = ends[index++])
        {
            values[pick[index]].Span.CopyTo(bytes.AsSpan(start));
        }
        return Column.Strings(bytes, ends);
    }

    private static byte[] Encode(RepeatedField<string> dictionary, int[] ends)
    {
        var total = 0;
        for (var entry = 0; entry < ends.Length; entry++)
        {
            total += Encoding.UTF8.GetByteCount(dictionary[entry]);
            ends[entry] = total;
        }
        var bytes = new byte[total];
        for (int entry = 0, start = 0; entry < ends.Length; start = ends[entry++])
        {
            Encoding.UTF8.GetBytes(dictionary[entry], bytes.AsSpan(start));
        }
        return bytes;
    }
}

/// <summary>LowCardinality(String): the dictionary goes on as it came.</summary>
internal sealed class LowCardinalityIntake(ColumnType type) : ColumnIntake(type)
{
    public override void Check(WireColumn values, NullSet nulls, IFindings findings) =>
        TextCheck.Check(values, nulls, findings, findings.Limits.TextBytesMax, Type);

    public override Column Build(WireColumn values, Pick pick)
    {
        var nulls = new NullSet(values.Nulls);
        // Entry 0 stands for null where there may be any, and for what has no entry.
        string[] dictionary = ["", .. values.Strings?.Dictionary ?? []];
        var indexes = new int[pick.Count];
        for (var index = 0; index < indexes.Length; index++)
        {
            var item = pick[index];
            indexes[index] = nulls[item] ? 0 : (int)values.Strings!.Indexes[item] + 1;
        }
        return Column.LowCardinality(Column.Strings(dictionary), indexes, Type.IsNullable);
    }
}

/// <summary>FixedString(N): shorter text is filled up with zeros.</summary>
internal sealed class FixedStringIntake(ColumnType type) : ColumnIntake(type)
{
    public override bool Takes(WireColumn.ValuesOneofCase list) =>
        list is WireColumn.ValuesOneofCase.Strings or WireColumn.ValuesOneofCase.Bytes;

    public override void Check(WireColumn values, NullSet nulls, IFindings findings) =>
        TextCheck.Check(values, nulls, findings, Type.Length, Type);

    public override Column Build(WireColumn values, Pick pick)
    {
        var boxed = new object?[pick.Count];
        for (var index = 0; index < boxed.Length; index++)
        {
            boxed[index] = values.ValuesCase switch
            {
                WireColumn.ValuesOneofCase.Bytes => values.Bytes.Values[pick[index]].ToByteArray(),
                _ when values.Strings is { } text
                        && text.Indexes[pick[index]] < text.Dictionary.Count => text.Dictionary[
                    (int)text.Indexes[pick[index]]
                ],
                _ => "",
            };
        }
        return Column.FromValues(Type.Name, boxed);
    }
}

internal static class TextCheck
{
    /// <summary>Checks length and indexes; rejects each row of a text that is too long.</summary>
    public static void Check(
        WireColumn values,
        NullSet nulls,
        IFindings findings,
        int bytesMax,
        ColumnType type
    )
    {
        if (values.ValuesCase == WireColumn.ValuesOneofCase.Bytes)
        {
            CheckBytes(values.Bytes.Values, nulls, findings, bytesMax, type);
            return;
        }
        if (values.Strings is not { } strings)
        {
            return;
        }
        var lengths = new int[strings.Dictionary.Count];
        for (var entry = 0; entry < lengths.Length; entry++)
        {
            lengths[entry] = Encoding.UTF8.GetByteCount(strings.Dictionary[entry]);
        }
        var total = 0L;
        for (var item = 0; item < strings.Indexes.Count; item++)
        {
            var index = strings.Indexes[item];
            if (index >= lengths.Length)
            {
                RequireNull(findings, nulls, item, index, lengths.Length);
                continue;
            }
            total += lengths[index];
            if (lengths[index] > bytesMax && !nulls[item])
            {
                findings.Reject(item, TooLong(lengths[index], bytesMax, type));
            }
        }
        findings.AddText(total);
    }

    public static ReadOnlySpan<byte> Entry(byte[] entries, int[] ends, uint index)
    {
        // The index of a null may point nowhere.
        if (index >= ends.Length)
        {
            return [];
        }
        var start = index == 0 ? 0 : ends[index - 1];
        return entries.AsSpan(start, ends[index] - start);
    }

    public static void RequireNull(
        IFindings findings,
        NullSet nulls,
        int item,
        uint index,
        int entries
    )
    {
        if (!nulls[item])
        {
            throw Malformed.Column(
                findings.Column,
                $"indexes below {entries}, the entries of the dictionary",
                $"{index} at item {item}"
            );
        }
    }

    private static void CheckBytes(
        RepeatedField<ByteString> values,
        NullSet nulls,
        IFindings findings,
        int bytesMax,
        ColumnType type
    )
    {
        for (var item = 0; item < values.Count; item++)
        {
            if (values[item].Length > bytesMax && !nulls[item])
            {
                findings.Reject(item, TooLong(values[item].Length, bytesMax, type));
            }
        }
    }

    private static string TooLong(int length, int bytesMax, ColumnType type) =>
        $"the text has {length} bytes, {type} here takes {bytesMax}";
}

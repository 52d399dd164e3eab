using System.Buffers;
using Platform.ClickHouse.Native;

namespace Platform.ClickHouse.Codecs;

/// <summary>
/// LowCardinality(T): a version (the prefix), then a word of flags and index width, the dictionary, and the indexes. Over HTTP
/// the dictionary comes whole with each block ("additional keys"); a shared one is only used between servers and in files.
/// </summary>
internal sealed class LowCardinalityCodec(ColumnType type, Codec inner) : Codec(type)
{
    private const ulong Version = 1;
    private const ulong NeedsGlobalDictionary = 1UL << 8;
    private const ulong HasAdditionalKeys = 1UL << 9;
    private const ulong NeedsUpdate = 1UL << 10;

    public override Type ClrType { get; } =
        type.IsNullable && inner.ClrType.IsValueType
            ? typeof(Nullable<>).MakeGenericType(inner.ClrType)
            : inner.ClrType;

    public override object DefaultValue => inner.DefaultValue;

    public override async ValueTask ReadPrefixAsync(NativeReader reader, CancellationToken ct)
    {
        var version = await reader.ReadUInt64Async(ct);
        if (version != Version)
        {
            throw new InvalidDataException(
                $"{Type} comes in version {version} of its format, only {Version} is known."
            );
        }
    }

    public override ValueTask WritePrefixAsync(NativeWriter writer, CancellationToken ct) =>
        writer.WriteUInt64Async(Version, ct);

    public override async ValueTask<Column> ReadAsync(
        NativeReader reader,
        int rows,
        CancellationToken ct
    )
    {
        var flags = await reader.ReadUInt64Async(ct);
        if ((flags & NeedsGlobalDictionary) != 0 || (flags & HasAdditionalKeys) == 0)
        {
            throw new InvalidDataException(
                $"{Type} comes with flags 0x{flags:x}; a dictionary inside the block is expected."
            );
        }
        var width = Width(flags & 0xFF);
        var keys = CheckCount(
            await reader.ReadUInt64Async(ct),
            reader.Limits.BlockRows,
            "dictionary entries"
        );
        var dictionary = await inner.ReadAsync(reader, keys, ct);
        try
        {
            var count = CheckCount(
                await reader.ReadUInt64Async(ct),
                reader.Limits.Elements,
                "rows"
            );
            if (count != rows)
            {
                throw new InvalidDataException($"{Type} has {count} indexes for {rows} rows.");
            }
            return new LowCardinalityColumn(
                this,
                dictionary,
                await ReadIndexesAsync(reader, rows, width, keys, ct),
                rows
            );
        }
        catch
        {
            dictionary.Dispose();
            throw;
        }
    }

    public override async ValueTask WriteAsync(
        NativeWriter writer,
        Column column,
        CancellationToken ct
    )
    {
        var values = (LowCardinalityColumn)column;
        var (widthCode, width) = values.Dictionary.Count switch
        {
            <= 1 << 8 => (0UL, 1),
            <= 1 << 16 => (1UL, 2),
            _ => (2UL, 4),
        };
        await writer.WriteUInt64Async(widthCode | HasAdditionalKeys | NeedsUpdate, ct);
        await writer.WriteUInt64Async((ulong)values.Dictionary.Count, ct);
        await inner.WriteAsync(writer, values.Dictionary, ct);
        await writer.WriteUInt64Async((ulong)values.Count, ct);
        if (width == 4)
        {
            await writer.WriteArrayAsync(values.Indexes, ct);
            return;
        }
        for (var left = values.Indexes; left.Length > 0; )
        {
            await writer.EnsureAsync(width, ct);
            var part = Math.Min(left.Length, writer.Free.Length / width);
            IndexWidths.Narrow(left.Span[..part], writer.Free, width);
            writer.Advance(part * width);
            left = left[part..];
        }
    }

    public override object? GetValue(Column column, int row)
    {
        var values = (LowCardinalityColumn)column;
        if (values.IsNull(row))
        {
            return null;
        }
        var index = values.Indexes.Span[row];
        return inner.ClrType == typeof(string)
            ? values.DictionaryString(index)
            : inner.GetValue(values.Dictionary, index);
    }

    public override Column FromValues(IReadOnlyList<object?> values)
    {
        var dictionary = new List<object?>();
        var places = new Dictionary<object, int>();
        if (Type.IsNullable)
        {
            dictionary.Add(inner.DefaultValue);
        }
        var indexes = new int[values.Count];
        for (var i = 0; i < indexes.Length; i++)
        {
            if (values[i] is not { } value)
            {
                indexes[i] = Type.IsNullable ? 0 : throw Unfit(null);
            }
            else if (!places.TryGetValue(value, out indexes[i]))
            {
                places[value] = indexes[i] = dictionary.Count;
                dictionary.Add(value);
            }
        }
        return new LowCardinalityColumn(this, inner.FromValues(dictionary), indexes);
    }

    private async ValueTask<int[]> ReadIndexesAsync(
        NativeReader reader,
        int rows,
        int width,
        int keys,
        CancellationToken ct
    )
    {
        var indexes = ArrayPool<int>.Shared.Rent(width == 8 ? rows * 2 : rows);
        try
        {
            // Narrow indexes are read into the far end of the array and widened in place, from the front.
            var bytes = CastMemory<int>.AsBytes(indexes.AsMemory(0, width == 8 ? rows * 2 : rows));
            await reader.ReadExactlyAsync(bytes[^(rows * width)..], ct);
            var max = IndexWidths.Widen(indexes, rows, width);
            if (max >= (ulong)keys)
            {
                throw new InvalidDataException(
                    $"An index of {Type} is {max}, the dictionary has {keys} entries."
                );
            }
            return indexes;
        }
        catch
        {
            ArrayPool<int>.Shared.Return(indexes);
            throw;
        }
    }

    private int Width(ulong code) =>
        code <= 3
            ? 1 << (int)code
            : throw new InvalidDataException($"{Type} has indexes of unknown kind {code}.");

    private int CheckCount(ulong count, int max, string what) =>
        count <= (ulong)max
            ? (int)count
            : throw new InvalidDataException(
                $"{Type} says {count} {what}, at most {max} are taken."
            );
}

namespace Platform.ClickHouseHost.Http;

/// <summary>
/// The header with column names, and maybe types, that begins each chunk in some formats. It is needed once.
/// </summary>
internal static class ChunkHeader
{
    /// <summary>Whether the length of this format's header can be told.</summary>
    public static bool IsKnown(string format) => KindOf(format) != HeaderKind.Unknown;

    /// <summary>How many bytes of a chunk are its header.</summary>
    public static int LengthIn(ReadOnlySpan<byte> chunk, string format)
    {
        var rows = format.EndsWith("Types", StringComparison.OrdinalIgnoreCase) ? 2 : 1;
        return KindOf(format) switch
        {
            HeaderKind.Lines => LinesLength(chunk, rows),
            HeaderKind.Csv => CsvLength(chunk, rows),
            HeaderKind.Binary => BinaryLength(chunk, rows),
            _ => 0,
        };
    }

    private enum HeaderKind
    {
        Unknown,

        /// <summary>Line ends within names are escaped.</summary>
        Lines,

        /// <summary>Names are quoted, and may have line ends.</summary>
        Csv,

        /// <summary>A count, then strings with their lengths.</summary>
        Binary,
    }

    private static HeaderKind KindOf(string format) =>
        format.ToUpperInvariant() switch
        {
            "TABSEPARATEDWITHNAMES" or "TABSEPARATEDWITHNAMESANDTYPES" => HeaderKind.Lines,
            "TSVWITHNAMES" or "TSVWITHNAMESANDTYPES" => HeaderKind.Lines,
            "JSONCOMPACTEACHROWWITHNAMES" => HeaderKind.Lines,
            "JSONCOMPACTEACHROWWITHNAMESANDTYPES" => HeaderKind.Lines,
            "JSONCOMPACTSTRINGSEACHROWWITHNAMES" => HeaderKind.Lines,
            "JSONCOMPACTSTRINGSEACHROWWITHNAMESANDTYPES" => HeaderKind.Lines,
            "CSVWITHNAMES" or "CSVWITHNAMESANDTYPES" => HeaderKind.Csv,
            "ROWBINARYWITHNAMES" or "ROWBINARYWITHNAMESANDTYPES" => HeaderKind.Binary,
            _ => HeaderKind.Unknown,
        };

    private static int LinesLength(ReadOnlySpan<byte> chunk, int rows)
    {
        var position = 0;
        for (var row = 0; row < rows; row++)
        {
            position += chunk[position..].IndexOf((byte)'\n') + 1;
        }

        return position;
    }

    private static int CsvLength(ReadOnlySpan<byte> chunk, int rows)
    {
        var quoted = false;
        for (var position = 0; position < chunk.Length; position++)
        {
            // A quote within a name is doubled, which turns this off and on again.
            quoted ^= chunk[position] == (byte)'"';
            if (!quoted && chunk[position] == (byte)'\n' && --rows == 0)
            {
                return position + 1;
            }
        }

        return chunk.Length;
    }

    private static int BinaryLength(ReadOnlySpan<byte> chunk, int rows)
    {
        var position = 0;
        var strings = ReadLength(chunk, ref position) * rows;
        for (var index = 0; index < strings; index++)
        {
            var length = ReadLength(chunk, ref position);
            position += length;
        }

        return position;
    }

    // LEB128
    private static int ReadLength(ReadOnlySpan<byte> chunk, ref int position)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = chunk[position++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}

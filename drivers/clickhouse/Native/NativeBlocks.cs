using Platform.ClickHouse.Codecs;

namespace Platform.ClickHouse.Native;

/// <summary>
/// One block: columns and rows as varints, then each column's name, type and values. This is the form of protocol revision 0,
/// which HTTP uses: no block info, no custom serialisations.
/// </summary>
internal static class NativeBlocks
{
    /// <summary>The next block; null at the end of the stream.</summary>
    public static async ValueTask<Block?> ReadAsync(NativeReader reader, CancellationToken ct)
    {
        if (!await reader.TryEnsureAsync(1, ct))
        {
            return null;
        }
        var columnCount = await reader.ReadCountAsync(reader.Limits.BlockColumns, "columns", ct);
        var rows = await reader.ReadCountAsync(reader.Limits.BlockRows, "rows of a block", ct);
        var names = new string[columnCount];
        var columns = new Column[columnCount];
        var done = 0;
        try
        {
            for (; done < columnCount; done++)
            {
                names[done] = await reader.ReadTextAsync(ct);
                columns[done] = await ReadColumnAsync(reader, names[done], rows, ct);
            }
        }
        catch
        {
            for (var i = 0; i < done; i++)
            {
                columns[i].Dispose();
            }
            throw;
        }
        return new(names, columns, rows);
    }

    public static async ValueTask WriteAsync(NativeWriter writer, Block block, CancellationToken ct)
    {
        await writer.WriteVarUIntAsync((ulong)block.ColumnCount, ct);
        await writer.WriteVarUIntAsync((ulong)block.RowCount, ct);
        for (var i = 0; i < block.ColumnCount; i++)
        {
            var column = block[i];
            await writer.WriteTextAsync(block.Names[i], ct);
            await writer.WriteTextAsync(column.Type.Name, ct);
            if (block.RowCount > 0)
            {
                await column.Codec.WritePrefixAsync(writer, ct);
                await column.Codec.WriteAsync(writer, column, ct);
            }
        }
    }

    private static async ValueTask<Column> ReadColumnAsync(
        NativeReader reader,
        string name,
        int rows,
        CancellationToken ct
    )
    {
        var type = await reader.ReadTextAsync(ct);
        Codec codec;
        try
        {
            codec = CodecCache.Get(type);
        }
        catch (ColumnTypeException e)
        {
            throw new ColumnTypeException($"Column '{TypeText.Shorten(name)}': {e.Message}", e);
        }
        if (rows == 0)
        {
            return codec.FromValues([]);
        }
        await codec.ReadPrefixAsync(reader, ct);
        return await codec.ReadAsync(reader, rows, ct);
    }
}

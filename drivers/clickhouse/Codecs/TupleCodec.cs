using System.Runtime.CompilerServices;
using Platform.ClickHouse.Native;

namespace Platform.ClickHouse.Codecs;

/// <summary>Tuple(…): the elements' columns one after another.</summary>
internal sealed class TupleCodec(ColumnType type, Codec[] elements) : Codec(type)
{
    public override Type ClrType => typeof(object[]);

    public override object DefaultValue =>
        Array.ConvertAll(elements, e => e.Type.IsNullable ? null : e.DefaultValue);

    public override async ValueTask ReadPrefixAsync(NativeReader reader, CancellationToken ct)
    {
        foreach (var element in elements)
        {
            await element.ReadPrefixAsync(reader, ct);
        }
    }

    public override async ValueTask WritePrefixAsync(NativeWriter writer, CancellationToken ct)
    {
        foreach (var element in elements)
        {
            await element.WritePrefixAsync(writer, ct);
        }
    }

    public override async ValueTask<Column> ReadAsync(
        NativeReader reader,
        int rows,
        CancellationToken ct
    )
    {
        var columns = new Column[elements.Length];
        var done = 0;
        try
        {
            for (; done < elements.Length; done++)
            {
                columns[done] = await elements[done].ReadAsync(reader, rows, ct);
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
        return new TupleColumn(this, columns, rows);
    }

    public override async ValueTask WriteAsync(
        NativeWriter writer,
        Column column,
        CancellationToken ct
    )
    {
        var tuple = (TupleColumn)column;
        for (var i = 0; i < elements.Length; i++)
        {
            await elements[i].WriteAsync(writer, tuple.Elements[i], ct);
        }
    }

    public override object GetValue(Column column, int row)
    {
        var tuple = (TupleColumn)column;
        var value = new object?[elements.Length];
        for (var i = 0; i < value.Length; i++)
        {
            value[i] = elements[i].GetValue(tuple.Elements[i], row);
        }
        return value;
    }

    public override Column FromValues(IReadOnlyList<object?> values)
    {
        var columns = new Column[elements.Length];
        var cells = new object?[values.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            for (var row = 0; row < cells.Length; row++)
            {
                cells[row] = Element(values[row], i);
            }
            columns[i] = elements[i].FromValues(cells);
        }
        return new TupleColumn(this, columns, values.Count);
    }

    private object? Element(object? value, int index) =>
        value switch
        {
            object?[] row when row.Length == elements.Length => row[index],
            ITuple row when row.Length == elements.Length => row[index],
            _ => throw Unfit(value, $"a tuple of {elements.Length} is expected"),
        };
}

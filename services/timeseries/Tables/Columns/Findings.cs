using Google.Protobuf.Collections;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tables.Columns;

/// <summary>Collects what is wrong with the items of a column.</summary>
internal interface IFindings
{
    /// <summary>Whose items they are.</summary>
    string Column { get; }

    /// <summary>NaN and the infinities are values.</summary>
    bool AllowsNonFinite { get; }

    TableOptions Limits { get; }

    void Reject(int item, string detail);

    /// <summary>Text that the batch will have once it is written out; ends the call when it is too much.</summary>
    void AddText(long bytes);
}

/// <summary>What is wrong with the rows of a batch.</summary>
internal sealed class RowFindings(uint batch, int rows, TableOptions limits, int detailsLeft)
    : IFindings
{
    private bool[]? _bad;
    private long _textBytes;

    public string Column { get; set; } = "";

    public bool AllowsNonFinite { get; set; }

    public TableOptions Limits => limits;

    public int BadRows { get; private set; }

    /// <summary>At most as many as the call may still tell.</summary>
    public List<RowReject> Rejects { get; } = [];

    public void Reject(int item, string detail)
    {
        _bad ??= new bool[rows];
        if (!_bad[item])
        {
            _bad[item] = true;
            BadRows++;
        }
        if (Rejects.Count < detailsLeft)
        {
            Rejects.Add(
                new RowReject
                {
                    Batch = batch,
                    Row = (uint)item,
                    Column = Column,
                    Detail = detail,
                }
            );
        }
    }

    public void AddText(long bytes)
    {
        _textBytes += bytes;
        if (_textBytes > limits.BatchTextBytesMax)
        {
            throw Malformed.TooLong(
                Column,
                "Tables:BatchTextBytesMax",
                $"written out, the text of the batch has more than {limits.BatchTextBytesMax} bytes; send fewer rows at once"
            );
        }
    }

    /// <summary>The rows to keep.</summary>
    public Pick Kept()
    {
        if (_bad is null)
        {
            return Pick.All(rows);
        }
        var kept = new int[rows - BadRows];
        for (int row = 0, next = 0; row < rows; row++)
        {
            if (!_bad[row])
            {
                kept[next++] = row;
            }
        }
        return new Pick(kept, kept.Length);
    }
}

/// <summary>What is wrong with the items of lists, told by the row they are in.</summary>
internal sealed class ItemFindings(IFindings rows, RepeatedField<uint> ends) : IFindings
{
    public string Column => $"{rows.Column}[]";

    public bool AllowsNonFinite => rows.AllowsNonFinite;

    public TableOptions Limits => rows.Limits;

    public void Reject(int item, string detail)
    {
        int low = 0,
            high = ends.Count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ends[middle] > (uint)item ? (low, middle) : (middle + 1, high);
        }
        var first = low == 0 ? 0 : (int)ends[low - 1];
        rows.Reject(low, $"item {item - first}: {detail}");
    }

    public void AddText(long bytes) => rows.AddText(bytes);
}

/// <summary>Which items of a column go on: all of them, or those listed.</summary>
internal readonly struct Pick(int[]? items, int count)
{
    public int Count { get; } = count;

    public bool IsAll => items is null;

    public int this[int index] => items is null ? index : items[index];

    public static Pick All(int count) => new(null, count);
}

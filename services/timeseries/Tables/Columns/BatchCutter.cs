using Platform.ClickHouse;
using Platform.Common.V1;

namespace Platform.Timeseries.Tables.Columns;

/// <summary>Cuts blocks into messages that are not too long and not too heavy.</summary>
internal sealed class BatchCutter(int rowsMax, int bytesMax)
{
    private int? _fitting;

    /// <summary>The batches of a block, one after the other.</summary>
    public IEnumerable<RowBatch> Cut(Block block, IReadOnlyList<string> names, int start, int end)
    {
        for (var next = start; next < end; )
        {
            var rows = _fitting ?? rowsMax;
            var count = Math.Min(rows, end - next);
            var batch = RowBatches.Make(block, names, next, count);
            var bytes = batch.CalculateSize();
            if (bytes > bytesMax && count > 1)
            {
                // Half as many until they fit; the next batches are likely of the same kind.
                var fitting = (int)((long)count * bytesMax / bytes * 3 / 4);
                _fitting = Math.Clamp(fitting, 1, count - 1);
                continue;
            }
            next += count;
            if (bytes < bytesMax / 4)
            {
                _fitting = Math.Min(rowsMax, rows * 2);
            }
            yield return batch;
        }
    }
}

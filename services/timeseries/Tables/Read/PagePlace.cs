using System.Globalization;
using Platform.ClickHouse;

namespace Platform.Timeseries.Tables.Read;

/// <summary>Where a page ended: the last row's keys as text, and how many rows with these keys were sent.</summary>
internal sealed record PagePlace(IReadOnlyList<string> Keys, long Sent);

/// <summary>Follows the rows that are sent, so that the place of the last one is known.</summary>
internal sealed class PageCursor(int firstKey, int keys, PagePlace? after)
{
    private string[]? _last = after is null ? null : [.. after.Keys];
    private long _same = after?.Sent ?? 0;

    public PagePlace Place => new(_last ?? [], _same);

    /// <summary>Takes note of rows just sent.</summary>
    public void Pass(Block block, int start, int count)
    {
        if (count == 0)
        {
            return;
        }
        var end = start + count - 1;
        var last = KeysOf(block, end);
        var same = 1L;
        while (end - same >= start && KeysOf(block, (int)(end - same)).AsSpan().SequenceEqual(last))
        {
            same++;
        }
        var goesOn = same == count && _last is not null && _last.AsSpan().SequenceEqual(last);
        _same = goesOn ? _same + same : same;
        _last = last;
    }

    private string[] KeysOf(Block block, int row)
    {
        var values = new string[keys];
        for (var key = 0; key < keys; key++)
        {
            values[key] = TextOf(block[firstKey + key], row);
        }
        return values;
    }

    // As FilterValue reads it back.
    private static string TextOf(Column column, int row) =>
        column.GetValue(row) switch
        {
            DateTime time => (
                (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond
            ).ToString(CultureInfo.InvariantCulture),
            DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            var value => value?.ToString() ?? "",
        };
}

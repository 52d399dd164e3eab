using System.Globalization;
using Platform.Timeseries.V1;
using Spectre.Console;
using TableColumn = Spectre.Console.TableColumn;

namespace Platform.Launcher.Tape;

/// <summary>The gauges of all symbols, fed by frames and shown as a table.</summary>
internal sealed class WatchBoard
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, SymbolGauge> _gauges = new(StringComparer.Ordinal);

    public WatchBoard(IEnumerable<string> symbols)
    {
        foreach (var symbol in symbols)
            _gauges[symbol] = new SymbolGauge(symbol);
    }

    public void Take(TickFrame frame, DateTimeOffset now)
    {
        if (frame.BodyCase != TickFrame.BodyOneofCase.Ticks)
            return;
        var latency = now - DateTimeOffset.UnixEpoch.AddMicroseconds(frame.IngestTimeUs);
        lock (_gate)
        {
            foreach (
                var rows in frame.Ticks.Batches.SelectMany(TickRows.Of).GroupBy(row => row.Symbol)
            )
            {
                if (!_gauges.TryGetValue(rows.Key, out var gauge))
                    _gauges[rows.Key] = gauge = new SymbolGauge(rows.Key);
                var count = 0;
                foreach (var row in rows)
                {
                    gauge.Take(row);
                    count++;
                }
                if (!frame.Ticks.History && !frame.Ticks.Snapshot)
                    gauge.Count(count, latency, now);
            }
        }
    }

    public Table Render(DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn("symbol");
        string[] numbers = ["bid", "ask", "spread", "ticks/s", "latency", "last tick", "ticks"];
        foreach (var name in numbers)
            table.AddColumn(new TableColumn(name).RightAligned());
        lock (_gate)
        {
            foreach (var gauge in _gauges.Values)
                table.AddRow(Cells(gauge, now));
        }
        return table;
    }

    private static string[] Cells(SymbolGauge gauge, DateTimeOffset now)
    {
        if (gauge.TickTime is not { } time)
            return [Markup.Escape(gauge.Symbol), "[grey]no tick yet[/]", "", "", "", "", "", "0"];
        var colour = gauge.Direction switch
        {
            > 0 => "green",
            < 0 => "red",
            _ => "default",
        };
        return
        [
            Markup.Escape(gauge.Symbol),
            $"[{colour}]{Text($"{gauge.Bid:0.#####}")}[/]",
            $"[{colour}]{Text($"{gauge.Ask:0.#####}")}[/]",
            Text($"{gauge.Ask - gauge.Bid:0.#####}"),
            Text($"{gauge.Rate(now):N1}"),
            gauge.Latency is { } latency ? Text($"{latency.TotalMilliseconds:0.0} ms") : "",
            Text($"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}"),
            Text($"{gauge.Ticks}"),
        ];
    }

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}

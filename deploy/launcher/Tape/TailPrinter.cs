using System.Globalization;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Tape;

/// <summary>Prints ticks as lines until it has printed enough.</summary>
internal sealed class TailPrinter(TextWriter output, long count, bool untilCaughtUp)
{
    private long _left = count;

    /// <summary>Whether it stopped inside a frame, which no position can name.</summary>
    public bool IsMidFrame { get; private set; }

    /// <summary>False when it is done.</summary>
    public bool Take(TickFrame frame)
    {
        switch (frame.BodyCase)
        {
            case TickFrame.BodyOneofCase.Ticks:
                return Print(frame.Ticks);
            case TickFrame.BodyOneofCase.CaughtUp:
                output.Flush();
                return !untilCaughtUp;
            case TickFrame.BodyOneofCase.Skipped:
                Note(
                    $"{frame.Skipped.Rows} ticks are not to be had any more ({frame.Skipped.Reason})"
                );
                return true;
            default:
                return true;
        }
    }

    private bool Print(Ticks ticks)
    {
        foreach (var row in ticks.Batches.SelectMany(TickRows.Of))
        {
            if (_left == 0)
            {
                IsMidFrame = true;
                return false;
            }
            _left--;
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffffZ},{row.Symbol},{row.Bid:R},{row.Ask:R},{row.Last:R},{row.Volume}"
                )
            );
        }
        if (!ticks.History)
            output.Flush();
        return _left > 0;
    }

    private static void Note(FormattableString line) =>
        Console.Error.WriteLine("# " + line.ToString(CultureInfo.InvariantCulture));
}

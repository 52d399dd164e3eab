using Platform.Common.V1;
using Platform.Launcher.Tape;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Tests.Tape;

public sealed class TapeTests
{
    [Fact]
    public void A_resume_point_reads_back_as_it_prints()
    {
        var resume = new ResumePoint();
        resume.Advance([At(3, 55), At(0, 123)]);
        resume.Advance([At(0, 124)]);

        resume.ToString().ShouldBe("0:124,3:55");
        TailStart.Parse(resume.ToString()).ShouldBe(resume.ToStart());
    }

    [Fact]
    public void Every_kind_of_start_is_read()
    {
        TailStart.Parse("first").Position.Positions.ShouldBeEmpty();
        TailStart.Parse("now").AtCase.ShouldBe(TickStart.AtOneofCase.Now);
        TailStart.Parse("snapshot").AtCase.ShouldBe(TickStart.AtOneofCase.Snapshot);
        TailStart.Parse("last:20").LastN.ShouldBe(20u);
        TailStart.Parse("1970-01-01T00:00:01Z").TimeUs.ShouldBe(1_000_000);
        TailStart.Parse("1970-01-02").TimeUs.ShouldBe(86_400_000_000);
        Should
            .Throw<LaunchFailure>(() => TailStart.Parse("soon"))
            .Message.ShouldContain("allowed are");
        Should.Throw<LaunchFailure>(() => TailStart.Parse("last:-1"));
    }

    [Fact]
    public void The_printer_ends_after_its_count_or_when_caught_up()
    {
        var text = new StringWriter();
        var printer = new TailPrinter(text, 3, untilCaughtUp: true);

        printer.Take(Frame(1, 2)).ShouldBeTrue();
        printer.Take(new TickFrame { CaughtUp = new CaughtUp() }).ShouldBeFalse();
        printer.Take(Frame(3, 4)).ShouldBeFalse();

        printer.IsMidFrame.ShouldBeTrue();
        text.ToString()
            .Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe([
                "1970-01-01T00:00:00.000001Z,X,1.5,1.6,0,0",
                "1970-01-01T00:00:00.000002Z,X,1.5,1.6,0,0",
                "1970-01-01T00:00:00.000003Z,X,1.5,1.6,0,0",
            ]);
    }

    [Fact]
    public void A_gauge_shows_the_rate_of_the_last_seconds()
    {
        var gauge = new SymbolGauge("X");
        var start = DateTimeOffset.UnixEpoch;
        for (var second = 0; second < 20; second++)
            gauge.Count(10, TimeSpan.FromMilliseconds(second), start.AddSeconds(second));

        gauge.Rate(start.AddSeconds(19.5)).ShouldBe(10);
        gauge.Rate(start.AddSeconds(60)).ShouldBe(0);
        gauge.Ticks.ShouldBe(200);
    }

    private static Position At(uint partition, ulong offset) =>
        new() { Partition = partition, Offset = offset };

    private static TickFrame Frame(params long[] times)
    {
        var batch = new TickBatch { Symbols = { "X" } };
        foreach (var time in times)
        {
            batch.TimeUs.Add(time);
            batch.Bid.Add(1.5);
            batch.Ask.Add(1.6);
        }
        return new TickFrame { Ticks = new Ticks { Batches = { batch } } };
    }
}

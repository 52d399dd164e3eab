using System.IO.Compression;
using Platform.Launcher.Replay;

namespace Platform.Launcher.Tests.Replay;

public sealed class ReplayTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Quotes_ms_are_read_with_either_line_end_and_without_a_last_one()
    {
        var quotes = Read("quotes-ms", "17007,1.39147,1.39148\r\n17264,1.5,1.6\n\n18000.5,2,3");

        quotes.Select(q => q.TimeUs - Midnight).ShouldBe([17_007_000, 17_264_000, 18_000_500]);
        quotes.Select(q => q.Bid).ShouldBe([1.39147, 1.5, 2]);
        quotes.Select(q => q.Ask).ShouldBe([1.39148, 1.6, 3]);
    }

    [Fact]
    public void A_missing_side_is_the_last_one_stated_and_rows_before_both_are_left_out()
    {
        var quotes = Read(
            "lean-quotes",
            "1,1750000,100,0,0,P,1,0\n1,0,0,1848300,100,P,1,0\n2,1750100,100,0,0,K,1,0\n",
            out var skipped
        );

        skipped.ShouldBe(1);
        quotes.Select(q => (q.Bid, q.Ask)).ShouldBe([(175.0, 184.83), (175.01, 184.83)]);
    }

    [Fact]
    public void Csv_columns_are_found_by_their_names()
    {
        var quotes = Read(
            "csv",
            "Ask,venue,time,bid,volume\n2,N,2014-05-08T00:00:01Z,1,7\n3,N,2014-05-08T01:00:00+01:00,1,8\n"
        );

        quotes.ShouldBe([
            new Quote(Midnight + 1_000_000, 1, 2, 0, 7),
            new Quote(Midnight, 1, 3, 0, 8),
        ]);
    }

    [Theory]
    [InlineData("quotes-ms", "1,2\n", "line 1: quotes-ms has 3 fields")]
    [InlineData("quotes-ms", "1,2,3\n1,2,x\n", "line 2: field 3 (ask) is 'x', not a number")]
    [InlineData("quotes-ms", "1,2,3,4,5,6,7,8\n", "--format lean-quotes")]
    [InlineData("csv", "a,b\n1,2\n", "must name the columns")]
    [InlineData("csv", "time,bid,ask\nyesterday,1,2\n", "time is 'yesterday'")]
    public void A_bad_line_is_named_with_what_is_allowed(
        string format,
        string text,
        string expected
    ) => Should.Throw<LaunchFailure>(() => Read(format, text)).Message.ShouldContain(expected);

    [Fact]
    public void A_zip_of_one_file_reads_like_the_file()
    {
        var zip = _folder["a.zip"];
        using (var archive = ZipFile.Open(zip, ZipArchiveMode.Create))
        using (var entry = new StreamWriter(archive.CreateEntry("a.csv").Open()))
            entry.Write("1,2,3\n");

        new QuoteFile(zip).Read(Request("quotes-ms").CreateFormat(), () => { }).Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("there-is-no-such-file.csv")]
    public void A_file_that_can_not_be_opened_is_said_by_name(string name) =>
        Should
            .Throw<LaunchFailure>(() =>
                new QuoteFile(name).Read(Request("quotes-ms").CreateFormat(), () => { }).ToList()
            )
            .Message.ShouldContain($"the file '{name}' can't be read");

    [Fact]
    public void A_days_midnight_is_that_of_its_time_zone()
    {
        var request = Request("quotes-ms") with
        {
            Zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York"),
        };
        File.WriteAllText(_folder["a.csv"], "0,1,2\n");

        var quote = new QuoteFile(_folder["a.csv"])
            .Read(request.CreateFormat(), () => { })
            .Single();

        quote.TimeUs.ShouldBe(Midnight + (long)TimeSpan.FromHours(4).TotalMicroseconds);
    }

    [Fact]
    public void Batches_are_cut_at_the_row_limit_and_at_the_end_of_a_window()
    {
        var quotes = Enumerable.Range(0, 5_000).Select(n => new Quote(n * 1000, 1, 2));

        QuoteBatches
            .Cut(quotes, "X", "", long.MaxValue)
            .Select(b => b.TimeUs.Count)
            .ShouldBe([2048, 2048, 904]);
        QuoteBatches
            .Cut(quotes.Take(25), "X", "", 10_000)
            .Select(b => b.TimeUs.Count)
            .ShouldBe([10, 10, 5]);
    }

    [Fact]
    public void A_column_that_is_used_late_is_filled_up_from_the_first_row()
    {
        Quote[] quotes = [new(1, 1, 2), new(2, 1, 2, 1.5), new(3, 1, 2)];

        var batch = QuoteBatches.Cut(quotes, "X", "", long.MaxValue).Single();

        batch.Last.ShouldBe([0, 1.5, 0]);
        batch.Volume.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_file_and_options_give_the_same_ids_and_others_give_others()
    {
        var hash = new byte[] { 1, 2, 3 };
        var request = Request("quotes-ms");
        Guid Id(ReplayRequest r, long batch) => new BatchIds(hash, r.Fingerprint).Of(batch);

        Id(request, 0).ShouldBe(Id(request with { }, 0));
        new[]
        {
            Id(request, 0),
            Id(request, 1),
            Id(request with { Symbol = "Y" }, 0),
            Id(request with { Date = new DateOnly(2014, 5, 9) }, 0),
            Id(request with { Pace = ReplayPace.Parse("1") }, 0),
            Id(request with { PriceScale = 10 }, 0),
            new BatchIds([9], request.Fingerprint).Of(0),
        }.ShouldBeUnique();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("fast")]
    [InlineData("NaN")]
    public void A_speed_that_is_none_is_refused(string speed) =>
        Should
            .Throw<LaunchFailure>(() => ReplayPace.Parse(speed))
            .Message.ShouldContain("allowed are max");

    [Fact]
    public void Event_time_is_due_at_its_speed()
    {
        ReplayPace.Parse("2").Due(10_000_000).ShouldBe(TimeSpan.FromSeconds(5));
        ReplayPace.Max.Due(10_000_000).ShouldBe(TimeSpan.Zero);
    }

    private static readonly long Midnight =
        new DateTimeOffset(2014, 5, 8, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;

    private static ReplayRequest Request(string format) =>
        new()
        {
            File = "a.csv",
            Symbol = "X",
            Format = format,
            Date = new DateOnly(2014, 5, 8),
        };

    private List<Quote> Read(string format, string text) => Read(format, text, out _);

    private List<Quote> Read(string format, string text, out int skipped)
    {
        File.WriteAllText(_folder["a.csv"], text);
        var count = 0;
        var quotes = new QuoteFile(_folder["a.csv"])
            .Read(Request(format).CreateFormat(), () => count++)
            .ToList();
        skipped = count;
        return quotes;
    }
}

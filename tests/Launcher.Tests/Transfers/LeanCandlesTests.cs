using System.Text;
using Platform.Launcher.Transfers;

namespace Platform.Launcher.Tests.Transfers;

public sealed class LeanCandlesTests
{
    private readonly LeanCandles _candles = new(
        "AAPL",
        "1h",
        TimeZoneInfo.FindSystemTimeZoneById("America/New_York")
    );

    [Fact]
    public void A_time_the_clocks_left_out_is_named_by_its_line()
    {
        var failure = Should.Throw<LaunchFailure>(() =>
            Csv(
                "20240310 01:00,10000,10000,10000,10000,1\n20240310 02:30,10000,10000,10000,10000,1\n"
            )
        );

        failure.Message.ShouldContain("line 2: 20240310 02:30");
        failure.Message.ShouldContain("America/New_York");
    }

    [Fact]
    public void A_time_that_came_twice_is_taken_as_standard_time() =>
        Csv("20241103 01:30,10000,10000,10000,10000,1\n").ShouldContain("2024-11-03 06:30:00");

    private string Csv(string lines)
    {
        using var reader = new StreamReader(
            _candles.ToCsv(new MemoryStream(Encoding.UTF8.GetBytes(lines)))
        );
        return reader.ReadToEnd();
    }
}

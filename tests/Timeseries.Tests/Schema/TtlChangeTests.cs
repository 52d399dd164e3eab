using Platform.Timeseries.Schema;

namespace Platform.Timeseries.Tests.Schema;

public sealed class TtlChangeTests
{
    [Theory]
    [InlineData("30 DAY", "31 DAY", false)]
    [InlineData("31 DAY", "30 DAY", true)]
    [InlineData("1 WEEK", "7 DAY", false)]
    [InlineData("24 HOUR", "1 DAY", false)]
    [InlineData("12 MONTH", "1 YEAR", false)]
    [InlineData("1 QUARTER", "3 MONTH", false)]
    [InlineData("1 YEAR", "11 MONTH", true)]
    // A month may have 28 days, and 31.
    [InlineData("30 DAY", "1 MONTH", true)]
    [InlineData("28 DAY", "1 MONTH", false)]
    [InlineData("1 MONTH", "30 DAY", true)]
    [InlineData("1 MONTH", "31 DAY", false)]
    [InlineData("365 DAY", "1 YEAR", true)]
    public void A_shorter_time_loses_rows(string from, string to, bool loses) =>
        TtlChange
            .LosesRows($"toDateTime(t) + INTERVAL {from}", $"toDateTime(t) + INTERVAL {to}")
            .ShouldBe(loses);

    [Theory]
    [InlineData("D 30 DAY", "M 5 DAY, D 30 DAY", false)]
    [InlineData("M 5 DAY, D 30 DAY", "M 9 DAY, D 30 DAY", false)]
    [InlineData("M 5 DAY, D 30 DAY", "M 5 DAY, D 29 DAY", true)]
    [InlineData("M 5 DAY", "M 5 DAY, D 29 DAY", true)]
    [InlineData("M 5 DAY, D 30 DAY", "M 5 DAY", false)]
    [InlineData("-", "M 5 DAY, M 9 DAY", false)]
    public void Moving_rows_to_another_volume_loses_none(string from, string to, bool loses) =>
        TtlChange.LosesRows(Text(from), Text(to)).ShouldBe(loses);

    private static string? Text(string parts) =>
        parts == "-"
            ? null
            : string.Join(
                ", ",
                parts
                    .Split(", ")
                    .Select(part =>
                        $"toDateTime(t) + INTERVAL {part[2..]}"
                        + (part[0] == 'M' ? " TO VOLUME 'cold, or (so'" : "")
                    )
            );
}

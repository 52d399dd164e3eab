using Platform.Schema.Versioning;

namespace Platform.Schema.Tests.Versioning;

public sealed class SemanticVersionTests
{
    /// <summary>From the lowest to the highest; the pre-releases are the example of semver.org, chapter 11.</summary>
    private static readonly string[] Ordered =
    [
        "0.0.1",
        "0.9.0",
        "1.0.0-0",
        "1.0.0-1",
        "1.0.0-2",
        "1.0.0-10",
        "1.0.0-99999999999999999999",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "1.2.0",
        "2.9.0",
        "2.10.0",
        "2.10.2",
        "2.10.10",
        "10.0.0",
    ];

    [Fact]
    public void Versions_compare_as_versions_and_not_as_text()
    {
        for (var i = 0; i < Ordered.Length; i++)
        {
            for (var j = 0; j < Ordered.Length; j++)
            {
                var left = SemanticVersion.Parse(Ordered[i]);
                var right = SemanticVersion.Parse(Ordered[j]);
                Math.Sign(left.CompareTo(right))
                    .ShouldBe(Math.Sign(i.CompareTo(j)), $"{left} against {right}");
                (left < right).ShouldBe(i < j);
                (left >= right).ShouldBe(i >= j);
                (left == right).ShouldBe(i == j);
            }
        }
    }

    [Fact]
    public void What_is_read_is_written_again() =>
        Ordered.Select(text => SemanticVersion.Parse(text).ToString()).ShouldBe(Ordered);

    [Fact]
    public void Build_metadata_is_no_part_of_the_order() =>
        SemanticVersion.Parse("1.0.0+a.01").ShouldBe(SemanticVersion.Parse("1.0.0+b"));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2")]
    [InlineData("1.2.3.4")]
    [InlineData("01.2.3")]
    [InlineData("1.2.-3")]
    [InlineData("1.2.3-")]
    [InlineData("1.2.3-01")]
    [InlineData("1.2.3-a..b")]
    [InlineData("1.2.3-a_b")]
    [InlineData("1.2.3+")]
    [InlineData(" 1.2.3")]
    [InlineData("v1.2.3")]
    [InlineData("1.2.99999999999")]
    public void What_is_no_version_is_refused(string text)
    {
        SemanticVersion.TryParse(text, out _).ShouldBeFalse();
        Should
            .Throw<FormatException>(() => SemanticVersion.Parse(text))
            .Message.ShouldContain("MAJOR.MINOR.PATCH");
    }
}

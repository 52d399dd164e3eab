using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Platform.Schema.Versioning;

/// <summary>
/// A semantic version (semver.org, 2.0.0). It orders as a version and not as text: 2.10.0 is after
/// 2.9.0, and a pre-release is before its release. Build metadata is read and left out.
/// </summary>
public sealed record SemanticVersion(int Major, int Minor, int Patch, string PreRelease = "")
    : IComparable<SemanticVersion>
{
    public static SemanticVersion Parse(string text) =>
        TryParse(text, out var version)
            ? version
            : throw new FormatException(
                $"'{text}' is not a version; a version is MAJOR.MINOR.PATCH[-PRERELEASE], as in 2.1.0 or 2.2.0-rc.1"
            );

    public static bool TryParse(string? text, [NotNullWhen(true)] out SemanticVersion? version)
    {
        version = null;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }
        var build = text.IndexOf('+', StringComparison.Ordinal);
        var withoutBuild = build < 0 ? text : text[..build];
        if (build >= 0 && !AreIdentifiers(text[(build + 1)..], leadingZeros: true))
        {
            return false;
        }
        var dash = withoutBuild.IndexOf('-', StringComparison.Ordinal);
        var preRelease = dash < 0 ? "" : withoutBuild[(dash + 1)..];
        if (dash >= 0 && !AreIdentifiers(preRelease, leadingZeros: false))
        {
            return false;
        }
        var numbers = (dash < 0 ? withoutBuild : withoutBuild[..dash]).Split('.');
        if (
            numbers.Length != 3
            || !TryNumber(numbers[0], out var major)
            || !TryNumber(numbers[1], out var minor)
            || !TryNumber(numbers[2], out var patch)
        )
        {
            return false;
        }
        version = new SemanticVersion(major, minor, patch, preRelease);
        return true;
    }

    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
        {
            return 1;
        }
        var numbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return numbers != 0 ? numbers : ComparePreReleases(PreRelease, other.PreRelease);
    }

    public override string ToString() =>
        PreRelease.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}")
            : string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}-{PreRelease}");

    public static bool operator <(SemanticVersion left, SemanticVersion right) =>
        left.CompareTo(right) < 0;

    public static bool operator >(SemanticVersion left, SemanticVersion right) =>
        left.CompareTo(right) > 0;

    public static bool operator <=(SemanticVersion left, SemanticVersion right) =>
        left.CompareTo(right) <= 0;

    public static bool operator >=(SemanticVersion left, SemanticVersion right) =>
        left.CompareTo(right) >= 0;

    private static int ComparePreReleases(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            // A release is after each of its pre-releases.
            return (left.Length == 0).CompareTo(right.Length == 0);
        }
        var lefts = left.Split('.');
        var rights = right.Split('.');
        for (var i = 0; i < Math.Min(lefts.Length, rights.Length); i++)
        {
            var order = CompareIdentifiers(lefts[i], rights[i]);
            if (order != 0)
            {
                return order;
            }
        }
        return lefts.Length.CompareTo(rights.Length);
    }

    /// <summary>Numbers compare as numbers of any length, and are before words.</summary>
    private static int CompareIdentifiers(string left, string right) =>
        (IsNumber(left), IsNumber(right)) switch
        {
            (true, true) when left.Length != right.Length => left.Length.CompareTo(right.Length),
            (true, false) => -1,
            (false, true) => 1,
            _ => Math.Sign(string.CompareOrdinal(left, right)),
        };

    private static bool AreIdentifiers(string text, bool leadingZeros) =>
        text.Split('.')
            .All(part =>
                part.Length > 0
                && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
                && (leadingZeros || part.Length == 1 || part[0] != '0' || !IsNumber(part))
            );

    private static bool IsNumber(string text) => text.All(char.IsAsciiDigit);

    private static bool TryNumber(string text, out int number)
    {
        number = 0;
        return text.Length > 0
            && IsNumber(text)
            && (text.Length == 1 || text[0] != '0')
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}

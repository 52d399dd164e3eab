using System.Buffers;
using Platform.Stream.V1;

namespace Platform.Stream.Topics;

/// <summary>What a topic may be called and set to.</summary>
internal static class TopicRules
{
    private const int NameMax = 249;
    private const long RetentionMsMax = 3_660L * 24 * 60 * 60 * 1000;
    private static readonly SearchValues<char> s_allowed = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
    );

    /// <summary>Null when it may be a topic's or a group's name.</summary>
    public static string? NameProblem(string name) =>
        name.Length is 0 or > NameMax ? $"it must have 1 to {NameMax} characters"
        : name.AsSpan().ContainsAnyExcept(s_allowed) ? "allowed are a-z, A-Z, 0-9, '.', '_' and '-'"
        : name is "." or ".." ? "it must not be . or .."
        : null;

    public static void Check(Topic topic, int partitionsMax, List<(string, string)> violations)
    {
        if (NameProblem(topic.Name) is { } problem)
        {
            violations.Add(("topic.name", problem));
        }
        if (topic.Partitions < 1 || topic.Partitions > partitionsMax)
        {
            violations.Add(("topic.partitions", $"it must be 1 to {partitionsMax}"));
        }
        CheckRange("topic.retention_ms", topic.RetentionMs, RetentionMsMax, violations);
        CheckRange("topic.retention_bytes", topic.RetentionBytes, long.MaxValue, violations);
        CheckRange(
            "topic.request_id_window_ms",
            topic.RequestIdWindowMs,
            RetentionMsMax,
            violations
        );
    }

    private static void CheckRange(
        string field,
        long value,
        long max,
        List<(string, string)> violations
    )
    {
        if (value < 0 || value > max)
        {
            violations.Add((field, $"it must be 0 to {max}"));
        }
    }
}

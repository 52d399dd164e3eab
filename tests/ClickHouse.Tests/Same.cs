using System.Collections;

namespace Platform.ClickHouse.Tests;

/// <summary>Deep equality of boxed values, in which NaN equals itself and the CLR types must be the same.</summary>
internal static class Same
{
    public static void AssertEqual(object? expected, object? actual) =>
        AssertEqual(expected, actual, "value");

    private static void AssertEqual(object? expected, object? actual, string path)
    {
        if (expected is null || actual is null)
        {
            actual.ShouldBe(expected, path);
            return;
        }
        if (expected is KeyValuePair<object, object?> pair)
        {
            var other = actual.ShouldBeOfType<KeyValuePair<object, object?>>(path);
            AssertEqual(pair.Key, other.Key, path + ".key");
            AssertEqual(pair.Value, other.Value, path + ".value");
            return;
        }
        if (expected is IList list)
        {
            var other = (IList)actual;
            other.Count.ShouldBe(list.Count, path);
            for (var i = 0; i < list.Count; i++)
            {
                AssertEqual(list[i], other[i], $"{path}[{i}]");
            }
            return;
        }
        actual.GetType().ShouldBe(expected.GetType(), path);
        if (!expected.Equals(actual))
        {
            throw new ShouldAssertException($"{path}: {expected} expected, {actual} came");
        }
    }
}

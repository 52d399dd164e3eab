using System.Runtime.CompilerServices;

namespace Platform.Launcher.Tests;

internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits until it is so; fails with the condition's own text when it never is.</summary>
    public static async Task BeTrueAsync(
        Func<bool> condition,
        [CallerArgumentExpression(nameof(condition))] string text = ""
    )
    {
        var deadline = DateTime.UtcNow + Patience;
        while (!condition())
        {
            if (DateTime.UtcNow > deadline)
                throw new TimeoutException($"not so after {Patience.TotalSeconds} s: {text}");
            await Task.Delay(20);
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Platform.TestKit;

/// <summary>
/// Waits for what another thread or process does a little later: asks until the answer is right, and tells the last
/// one when it never is.
/// </summary>
public static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The first answer that is right.</summary>
    public static async Task<T> AskAsync<T>(
        Func<Task<T>> ask,
        Func<T, bool> isRight,
        [CallerArgumentExpression(nameof(isRight))] string text = ""
    )
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (isRight(answer))
            {
                return answer;
            }
            if (clock.Elapsed > Patience)
            {
                throw new TimeoutException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"not so after {Patience.TotalSeconds} s: {text}; at last it was {answer}"
                    )
                );
            }
            await Task.Delay(Pause);
        }
    }

    public static Task BeTrueAsync(
        Func<Task<bool>> isSo,
        [CallerArgumentExpression(nameof(isSo))] string text = ""
    ) => AskAsync(isSo, answer => answer, text);
}

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

    // So that who is asked at the very end has time to answer, and who never answers does not keep a test for ever.
    private static readonly TimeSpan LastAnswerMax = TimeSpan.FromSeconds(60);

    /// <summary>The first answer that is right.</summary>
    /// <param name="ask">Asked again after each answer. What it throws is no answer and ends the waiting: it says itself which failures pass.</param>
    /// <param name="isRight">Whether an answer is.</param>
    /// <param name="patience">After it nobody is asked again; default <see cref="Patience"/>.</param>
    /// <param name="text">What is waited for.</param>
    public static async Task<T> AskAsync<T>(
        Func<Task<T>> ask,
        Func<T, bool> isRight,
        TimeSpan? patience = null,
        [CallerArgumentExpression(nameof(isRight))] string text = ""
    )
    {
        var most = patience ?? Patience;
        var clock = Stopwatch.StartNew();
        var last = "there was no answer";
        while (true)
        {
            T answer;
            try
            {
                answer = await ask().WaitAsync(most + LastAnswerMax - clock.Elapsed);
            }
            catch (TimeoutException e) when (clock.Elapsed > most)
            {
                throw NeverSo($"{last}, and then none for long", e);
            }
            if (isRight(answer))
            {
                return answer;
            }
            last = string.Create(CultureInfo.InvariantCulture, $"it was {answer}");
            if (clock.Elapsed > most)
            {
                throw NeverSo(last, null);
            }
            await Task.Delay(Pause);
        }

        TimeoutException NeverSo(string atLast, Exception? problem) =>
            new(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"not so after {clock.Elapsed.TotalSeconds:0} s: {text}; at last {atLast}"
                ),
                problem
            );
    }

    public static Task BeTrueAsync(
        Func<Task<bool>> isSo,
        [CallerArgumentExpression(nameof(isSo))] string text = ""
    ) => AskAsync(isSo, answer => answer, text: text);
}

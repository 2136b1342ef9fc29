using CoListen.Api.Problems;

namespace CoListen.Api.Security;

/// <summary>
/// Limits the guesses of a minute. Framework limiters cannot give a permit back when a guess was right, so this one stores what was
/// guessed.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="maxWrong">The most wrong guesses from all addresses.</param>
/// <param name="maxRight">The most right guesses from one address.</param>
internal sealed class GuessLimiter(TimeProvider time, int maxWrong, int maxRight = int.MaxValue)
{
    private const int MaxWrongFromOne = 5;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Queue<Guess> guesses = new();

    /// <summary>Checks a guess unless a limit is reached, one at a time, so that concurrent guesses cannot exceed it.</summary>
    /// <param name="from">The address of the caller.</param>
    /// <param name="isRight">Checks the guess; must be quick. Null: it is not counted. Not called when a limit is reached.</param>
    public GuessResult Check(IPAddress? from, Func<bool?> isRight)
    {
        var address = ConnectionLimits.Normal(from);
        lock (gate)
        {
            if (Wait(address) is { Ticks: > 0 } wait) return new(IsRight: false, wait);

            var verdict = isRight();
            if (verdict == false || (verdict == true && maxRight < int.MaxValue))
            {
                guesses.Enqueue(new(time.GetTimestamp(), address, verdict.Value));
            }

            return new(verdict == true, TimeSpan.Zero);
        }
    }

    /// <summary>The answer to a guess that was not checked.</summary>
    public static ProblemHttpResult Refuse(HttpContext http, TimeSpan wait)
    {
        var seconds = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.RetryAfter = seconds;
        return Problem.Of(
            "too-many-guesses", 429, "Too many guesses", $"Too much was tried from here in a short time. Try again in {seconds} seconds.");
    }

    private TimeSpan Wait(IPAddress address)
    {
        var now = time.GetTimestamp();
        while (guesses.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At, now) >= Window)
        {
            guesses.Dequeue();
        }

        var own = guesses.Where(guess => guess.From.Equals(address)).ToLookup(guess => guess.IsRight);
        var blocking = own[false].Count() >= MaxWrongFromOne ? own[false].First()
            : own[true].Count() >= maxRight ? own[true].First()
            : guesses.Count(guess => !guess.IsRight) >= maxWrong ? guesses.First(guess => !guess.IsRight)
            : (Guess?)null;
        return blocking is { } first ? Window - time.GetElapsedTime(first.At, now) : TimeSpan.Zero;
    }

    /// <summary>The result of a guess.</summary>
    /// <param name="IsRight">Whether the guess was checked and is right.</param>
    /// <param name="RetryAfter">Zero when the guess was checked, else the time until the limit allows another one.</param>
    internal readonly record struct GuessResult(bool IsRight, TimeSpan RetryAfter);

    private readonly record struct Guess(long At, IPAddress From, bool IsRight);
}

namespace CoListen.Api.Pairing;

/// <summary>
/// Allows 5 wrong codes a minute from one address and 20 in total. Right codes are not counted: many phones may pair at once from one
/// address. Framework limiters cannot give a permit back, so this one stores the wrong codes of the last minute.
/// </summary>
internal sealed class WrongCodeLimiter(TimeProvider time)
{
    private const int MaxPerAddress = 5;
    private const int MaxInTotal = 20;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Queue<WrongGuess> wrong = new();

    /// <summary>Checks a guess unless the limit is reached, one at a time, so that concurrent guesses cannot exceed the limit.</summary>
    /// <param name="from">The address of the caller. The addresses of one IPv6 network (/64) count as one.</param>
    /// <param name="isRight">Checks the guess; must be quick. Not called when the limit is reached.</param>
    public GuessResult Check(IPAddress? from, Func<bool> isRight)
    {
        var address = Normal(from);
        lock (gate)
        {
            var now = time.GetTimestamp();
            while (wrong.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At, now) >= Window)
            {
                wrong.Dequeue();
            }

            var own = wrong.Where(guess => guess.From.Equals(address)).ToList();
            if (own.Count >= MaxPerAddress || wrong.Count >= MaxInTotal)
            {
                var blocking = own.Count >= MaxPerAddress ? own[0] : wrong.Peek();
                return new(IsRight: false, Window - time.GetElapsedTime(blocking.At, now));
            }

            if (isRight()) return new(IsRight: true, TimeSpan.Zero);

            wrong.Enqueue(new(now, address));
            return new(IsRight: false, TimeSpan.Zero);
        }
    }

    private static IPAddress Normal(IPAddress? from)
    {
        var address = from ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();

        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes()[..8], .. new byte[8]])
            : address;
    }

    /// <summary>The result of a guess.</summary>
    /// <param name="IsRight">Whether the guess was checked and is right.</param>
    /// <param name="RetryAfter">Zero when the guess was checked, else the time until the limit allows another one.</param>
    internal readonly record struct GuessResult(bool IsRight, TimeSpan RetryAfter);

    private readonly record struct WrongGuess(long At, IPAddress From);
}

using System.Net;

namespace CoListen.Api.Pairing;

/// <summary>
/// Lets a code be guessed wrongly 5 times a minute from one address and 20 times a minute in all. Remembers nothing but the wrong
/// guesses of the last minute, so at most 20 entries. A right guess costs nothing: a whole party may pair at once from one address.
/// </summary>
internal sealed class WrongCodeLimiter(TimeProvider time)
{
    private const int MaxPerAddress = 5;
    private const int MaxInTotal = 20;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Queue<WrongGuess> wrong = new();

    /// <summary>
    /// Takes a slot and judges the guess; one at a time, so that of any number of guesses at once no more are judged than there are slots.
    /// Without a free slot the guess is not judged at all, be it right or wrong.
    /// </summary>
    /// <param name="from">Whose guess it is. The addresses of one IPv6 network (/64) are one.</param>
    /// <param name="isRight">Judges the guess; quick, and never run without a slot.</param>
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

            if (isRight())
            {
                return new(IsRight: true, TimeSpan.Zero);
            }

            wrong.Enqueue(new(now, address));
            return new(IsRight: false, TimeSpan.Zero);
        }
    }

    private static IPAddress Normal(IPAddress? from)
    {
        var address = from ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes()[..8], .. new byte[8]])
            : address;
    }

    /// <summary>What became of a guess.</summary>
    /// <param name="IsRight">It was judged, and is right.</param>
    /// <param name="RetryAfter">More than zero: it was not judged, and will not be before that.</param>
    internal readonly record struct GuessResult(bool IsRight, TimeSpan RetryAfter);

    private readonly record struct WrongGuess(long At, IPAddress From);
}

namespace CoListen.Silo.Messages;

/// <summary>The last messages of one activation, bounded by count and bytes. Not thread-safe.</summary>
/// <param name="last">Number of the message before the first.</param>
internal sealed class MessageLog(long last)
{
    /// <summary>The most messages that are kept.</summary>
    public const int MaxMessages = 248;

    private const int MaxBytes = 1 << 20;

    private readonly Queue<SessionMessage> messages = new();
    private int bytes;

    /// <summary>Number of the last message.</summary>
    public long Last { get; private set; } = last;

    /// <summary>
    /// First number of an activation that starts at <paramref name="now"/>: microseconds since 1970, so that a number of an earlier
    /// activation is never taken for one of this. Exact in a JavaScript number until 2255.
    /// </summary>
    public static long FirstNumber(DateTimeOffset now) => now.ToUnixTimeMilliseconds() * 1000;

    /// <summary>Adds the message that follows <see cref="Last"/>; the oldest ones leave.</summary>
    public void Add(SessionMessage message)
    {
        messages.Enqueue(message);
        bytes += message.Payload.Length;
        Last = message.Number;
        while (messages.Count > MaxMessages || (bytes > MaxBytes && messages.Count > 1))
        {
            bytes -= messages.Dequeue().Payload.Length;
        }
    }

    /// <summary>The messages after a number; null when some of them are not kept, or the number is none of this activation.</summary>
    public SessionMessage[]? After(long number) =>
        number == Last ? []
        : number < Last && messages.TryPeek(out var oldest) && number >= oldest.Number - 1 ? [.. messages.Where(m => m.Number > number)]
        : null;
}

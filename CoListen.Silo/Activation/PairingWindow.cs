namespace CoListen.Silo.Activation;

/// <summary>Whether new phones are let in: always, or until the first one after the start or the last reopening.</summary>
public sealed class PairingWindow(bool closesAfterFirst)
{
    private int closed;

    /// <summary>It lets in whoever has shown the code.</summary>
    public bool StaysOpen => !closesAfterFirst;

    /// <summary>A phone may pair now.</summary>
    public bool IsOpen => Volatile.Read(ref closed) == 0;

    /// <summary>Lets one phone through. Of several at once through a window that closes after the first, one.</summary>
    public bool TryPass() => !closesAfterFirst || Interlocked.CompareExchange(ref closed, 1, 0) == 0;

    /// <summary>Lets phones in again.</summary>
    public void Open() => Volatile.Write(ref closed, 0);
}

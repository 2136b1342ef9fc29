using Microsoft.Extensions.Options;
using SessionOptions = CoListen.Silo.Activation.SessionOptions;

namespace CoListen.Api.Events;

/// <summary>Counts the event streams that are open here, over all sessions. Setting: <c>Session:Streams</c>.</summary>
internal sealed class StreamSlots(IOptions<SessionOptions> options)
{
    private int taken;

    /// <summary>Takes a slot; false if all are taken. Each slot taken is given back once.</summary>
    public bool TryTake()
    {
        if (Interlocked.Increment(ref taken) <= options.Value.Streams)
        {
            return true;
        }

        GiveBack();
        return false;
    }

    /// <summary>Gives one slot back.</summary>
    public void GiveBack() => Interlocked.Decrement(ref taken);
}

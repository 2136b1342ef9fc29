namespace CoListen.Tests;

/// <summary>Time that passes when the test says so. Its timers are real ones.</summary>
internal sealed class StoppedClock : TimeProvider
{
    private long now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref now);

    public void Pass(TimeSpan time) => Interlocked.Add(ref now, time.Ticks);
}

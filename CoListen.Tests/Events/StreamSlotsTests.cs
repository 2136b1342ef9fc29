using CoListen.Api.Events;
using CoListen.Silo.Activation;
using Microsoft.Extensions.Options;

namespace CoListen.Tests.Events;

public sealed class StreamSlotsTests
{
    [Fact]
    public void As_many_are_taken_as_there_are_and_one_more_for_each_that_is_given_back()
    {
        var slots = new StreamSlots(Options.Create(new SessionOptions { Streams = 2 }));

        Assert.Equal([true, true, false, false], Enumerable.Range(0, 4).Select(_ => slots.TryTake()));
        slots.GiveBack();
        Assert.True(slots.TryTake());
        Assert.False(slots.TryTake());
    }

    [Fact]
    public void Of_many_at_once_no_more_get_one_than_there_are()
    {
        var slots = new StreamSlots(Options.Create(new SessionOptions { Streams = 100 }));
        var taken = 0;

        Parallel.For(0, 10_000, _ => Interlocked.Add(ref taken, slots.TryTake() ? 1 : 0));

        Assert.InRange(taken, 1, 100);
    }
}

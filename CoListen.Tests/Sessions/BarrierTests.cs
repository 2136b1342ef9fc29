using CoListen.Silo.Sessions;
using Barrier = CoListen.Silo.Sessions.Barrier;

namespace CoListen.Tests.Sessions;

public sealed class BarrierTests
{
    private static readonly Barrier ForTwo = Barrier.Open(BarrierType.Track, "A", ClientIds.From(["bob", "ann"]));

    [Fact]
    public void An_open_barrier_waits_for_all_its_members() => Is(ForTwo, members: "ann bob");

    [Fact]
    public void A_member_can_be_ready() => Is(ForTwo.MarkReady("ann"), members: "ann bob", ready: "ann");

    [Fact]
    public void Who_joins_is_waited_for() => Is(ForTwo.Join("cid"), members: "ann bob cid");

    [Fact]
    public void Who_joins_again_is_not_ready_any_more() => Is(ForTwo.MarkReady("ann").Join("ann"), members: "ann bob");

    [Fact]
    public void Who_is_ready_without_being_a_member_becomes_one() => Is(ForTwo.MarkReady("cid"), members: "ann bob cid", ready: "cid");

    [Fact]
    public void Who_is_dropped_is_forgotten()
    {
        Is(ForTwo.MarkReady("ann").Drop("ann"), members: "bob");
        Is(ForTwo.Aside("ann").Drop("ann"), members: "bob");
    }

    [Fact]
    public void Who_is_set_aside_is_not_waited_for_but_remembered() => Is(ForTwo.Aside("ann"), members: "bob", setAside: "ann");

    [Fact]
    public void Who_was_set_aside_comes_back_by_joining_or_by_being_ready()
    {
        Is(ForTwo.Aside("ann").Join("ann"), members: "ann bob");
        Is(ForTwo.Aside("ann").MarkReady("ann"), members: "ann bob", ready: "ann");
    }

    private static void Is(Barrier barrier, string members, string ready = "", string setAside = "")
    {
        Assert.Equal((BarrierType.Track, "A"), (barrier.Type, barrier.TrackId));
        Assert.Equal(members, string.Join(' ', barrier.Members));
        Assert.Equal(ready, string.Join(' ', barrier.Ready));
        Assert.Equal(setAside, string.Join(' ', barrier.SetAside));
    }
}

using CoListen.Api.Files;

namespace CoListen.Tests.Files;

public sealed class DownloadSlotsTests
{
    [Fact]
    public void Each_client_has_four_and_gets_them_back()
    {
        var slots = new DownloadSlots();

        Assert.Equal([true, true, true, true, false], Enumerable.Range(0, 5).Select(_ => slots.TryTake("anna")));
        Assert.True(slots.TryTake("ben"));
        slots.GiveBack("anna");
        Assert.True(slots.TryTake("anna"));
        Assert.False(slots.TryTake("anna"));
    }
}

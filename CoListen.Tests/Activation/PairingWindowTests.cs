using CoListen.Silo.Activation;

namespace CoListen.Tests.Activation;

public sealed class PairingWindowTests
{
    [Fact]
    public void An_open_window_lets_everyone_through()
    {
        var window = new PairingWindow(closesAfterFirst: false);

        Assert.True(window.TryPass());
        Assert.True(window.TryPass());
        Assert.True(window.IsOpen);
    }

    [Fact]
    public void A_window_for_the_first_lets_one_of_many_through_and_another_after_each_reopening()
    {
        var window = new PairingWindow(closesAfterFirst: true);
        Assert.Equal(1, Passed(window));
        Assert.False(window.IsOpen);

        window.Open();

        Assert.True(window.IsOpen);
        Assert.Equal(1, Passed(window));
    }

    private static int Passed(PairingWindow window)
    {
        var passed = 0;
        Parallel.For(0, 100, _ => Interlocked.Add(ref passed, window.TryPass() ? 1 : 0));
        return passed;
    }
}

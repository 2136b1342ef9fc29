using CoListen.Api.Security;
using Microsoft.Extensions.Time.Testing;

namespace CoListen.Tests.Security;

public sealed class GuessLimiterTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly GuessLimiter limit;

    public GuessLimiterTests() => limit = new(clock, maxWrong: 20, maxRight: 30);

    [Fact]
    public void Five_wrong_guesses_a_minute_are_judged_from_one_address_and_then_not_even_a_right_one()
    {
        Assert.Equal(5, Judged(8, "192.168.0.1"));

        var result = limit.Check(IPAddress.Parse("192.168.0.1"), () => throw new InvalidOperationException("judged without a slot"));

        Assert.False(result.IsRight);
        Assert.Equal(TimeSpan.FromMinutes(1), result.RetryAfter);
    }

    [Fact]
    public void One_address_does_not_use_up_the_guesses_of_another()
    {
        Judged(8, "192.168.0.1");

        Assert.True(limit.Check(IPAddress.Parse("192.168.0.2"), () => true).IsRight);
    }

    [Fact]
    public void Twenty_wrong_guesses_a_minute_are_judged_in_all()
    {
        Assert.Equal(20, Enumerable.Range(1, 10).Sum(host => Judged(5, $"192.168.0.{host}")));
    }

    [Fact]
    public void A_slot_is_free_again_a_minute_after_its_guess()
    {
        Judged(1, "192.168.0.1");
        clock.Advance(TimeSpan.FromSeconds(20));
        Judged(4, "192.168.0.1");
        clock.Advance(TimeSpan.FromSeconds(39));
        Assert.Equal(TimeSpan.FromSeconds(1), limit.Check(IPAddress.Parse("192.168.0.1"), () => true).RetryAfter);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, Judged(5, "192.168.0.1"));
    }

    [Fact]
    public void Thirty_right_guesses_a_minute_are_judged_from_one_address()
    {
        Judged(4, "192.168.0.1");

        Assert.All(Enumerable.Range(0, 30), _ => Assert.True(limit.Check(IPAddress.Parse("192.168.0.1"), () => true).IsRight));
        Assert.Equal(TimeSpan.FromMinutes(1), limit.Check(IPAddress.Parse("192.168.0.1"), () => true).RetryAfter);
        Assert.True(limit.Check(IPAddress.Parse("192.168.0.2"), () => true).IsRight);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(limit.Check(IPAddress.Parse("192.168.0.1"), () => true).IsRight);
    }

    [Fact]
    public void What_is_no_guess_is_not_counted()
    {
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(default, limit.Check(IPAddress.Parse("192.168.0.1"), () => null)));
        Assert.Equal(5, Judged(8, "192.168.0.1"));
    }

    [Fact]
    public void Of_ten_thousand_guesses_at_once_no_more_are_judged_than_there_are_slots()
    {
        var judged = 0;

        Parallel.For(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 64 }, i => limit.Check(new IPAddress(i), () =>
        {
            Interlocked.Increment(ref judged);
            return false;
        }));

        Assert.Equal(20, judged);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::2")]
    [InlineData("::ffff:192.168.0.1", "192.168.0.1")]
    public void What_one_guesser_can_choose_freely_is_one_address(string one, string other)
    {
        Judged(5, one);

        Assert.Equal(0, Judged(1, other));
    }

    private int Judged(int guesses, string from)
    {
        var judged = 0;
        for (var i = 0; i < guesses; i++)
        {
            limit.Check(IPAddress.Parse(from), () =>
            {
                judged++;
                return false;
            });
        }

        return judged;
    }
}

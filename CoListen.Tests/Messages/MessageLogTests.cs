using CoListen.Silo.Messages;

namespace CoListen.Tests.Messages;

public sealed class MessageLogTests
{
    private const long Before = 1000;

    private readonly MessageLog log = new(Before);

    [Fact]
    public void What_came_after_a_message_is_known()
    {
        Add(3);

        Assert.Equal([Before + 2, Before + 3], log.After(Before + 1)!.Select(m => m.Number));
        Assert.Equal(3, log.After(Before)!.Length);
        Assert.Empty(log.After(Before + 3)!);
    }

    [Fact]
    public void A_number_that_was_never_given_is_not_known()
    {
        Add(3);

        Assert.Null(log.After(Before + 4));
        Assert.Null(log.After(Before - 1));
    }

    [Fact]
    public void What_was_long_ago_is_not_kept()
    {
        Add(MessageLog.MaxMessages + 1);

        Assert.Null(log.After(Before));
        Assert.Equal(MessageLog.MaxMessages, log.After(Before + 1)!.Length);
    }

    [Fact]
    public void The_long_messages_of_a_crowd_are_kept_for_a_shorter_time()
    {
        Add(5, bytes: 300_000);

        Assert.Null(log.After(Before + 1));
        Assert.Equal(3, log.After(Before + 2)!.Length);
    }

    [Fact]
    public void The_last_message_is_kept_however_long_it_is()
    {
        Add(1);
        Add(1, bytes: 2_000_000);

        Assert.Single(log.After(Before + 1)!);
    }

    [Fact]
    public void A_later_activation_begins_above_all_numbers_of_an_earlier_one()
    {
        var start = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.True(MessageLog.FirstNumber(start.AddSeconds(1)) > MessageLog.FirstNumber(start) + 100_000);
        Assert.True(MessageLog.FirstNumber(start.AddYears(200)) < 1L << 53);
    }

    private void Add(int count, int bytes = 10)
    {
        for (var i = 0; i < count; i++)
        {
            log.Add(new(log.Last + 1, "refresh", new byte[bytes], 1, MessageEffect.None));
        }
    }
}

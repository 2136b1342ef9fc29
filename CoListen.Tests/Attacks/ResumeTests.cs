namespace CoListen.Tests.Attacks;

/// <summary>A phone whose connection breaks again and again while others command.</summary>
public sealed class ResumeTests
{
    [Fact(Timeout = 600_000)]
    public Task A_phone_that_resumes_hears_every_event_once_and_in_order() => ReconnectAsync(100);

    [Fact(Timeout = 3_600_000)]
    [Trait("Takes", "long")]
    public Task A_phone_that_resumes_a_thousand_times_hears_every_event_once_and_in_order() => ReconnectAsync(1_000);

    private static async Task ReconnectAsync(int times)
    {
        await using var server = TestServer.Start(songs: 3);
        using var phone = await server.PairAsync();
        var others = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => server.PairAsync()));
        var random = new Random(1);
        ConcurrentDictionary<long, double> accepted = [];
        var stream = await phone.ListenAsync();
        var first = (await stream.UntilAsync("snapshot"))!;
        var (lastId, heard) = (first.Id, first.EventCount);
        for (var i = 0; i < times; i++)
        {
            await stream.DisposeAsync();
            var sending = Task.WhenAll(others.Select(other => SeekAsync(other, random.Next(1, 6), accepted)));
            if (i % 2 == 0) await sending;

            stream = await phone.ListenAsync(lastEventId: lastId);
            await sending;
            var target = i == times - 1 ? accepted.Keys.Max() : random.NextInt64(heard, accepted.Keys.Max() + 1);
            while (heard < target)
            {
                var message = (await stream.NextAsync())!;
                Assert.NotEqual("snapshot", message.Name);
                lastId = message.Id ?? lastId;
                if (message.Name != "seeked") continue;

                Assert.Equal(++heard, message.EventCount);
                Assert.Equal(accepted[heard], (double)message.Payload["positionSec"]!);
            }
        }

        await stream.DisposeAsync();
        Assert.Equal(accepted.Keys.Max(), heard);
        Assert.Equal(accepted.Count, heard - first.EventCount);
        Figures.Note("forced reconnects with Last-Event-ID", $"{times}, {accepted.Count} events, none lost or doubled");
    }

    private static async Task SeekAsync(TestPhone phone, int commands, ConcurrentDictionary<long, double> accepted)
    {
        for (var i = 0; i < commands; i++)
        {
            var positionSec = (accepted.Count % 900) + (i / 10.0);
            var (status, body) = await phone.SendAsync("seek", new { positionSec });
            if (status == HttpStatusCode.OK) Assert.True(accepted.TryAdd((long)body["eventCount"]!, positionSec));
        }
    }
}

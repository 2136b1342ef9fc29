namespace CoListen.Tests.Events;

public sealed class StreamLimitsTests : IAsyncLifetime
{
    private TestServer server = null!;
    private TestPhone ana = null!;

    public async ValueTask InitializeAsync()
    {
        server = TestServer.Start(songs: 3);
        ana = await server.PairAsync("Ana");
    }

    public async ValueTask DisposeAsync()
    {
        ana.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Of_three_streams_of_one_phone_the_oldest_ends_and_the_others_go_on()
    {
        await using var first = await ana.ListenAsync();
        await using var second = await ana.ListenAsync();
        await using var third = await ana.ListenAsync();

        while (await first.NextAsync() is not null)
        {
        }

        await ana.SendAsync("seek", new { positionSec = 1 });
        await second.UntilAsync("seeked");
        await third.UntilAsync("seeked");
    }

    [Fact]
    public async Task None_of_a_few_streams_that_one_phone_opens_at_once_is_refused()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ana.Get("/events")));
        using var open = new Disposables(answers);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task A_phone_that_opens_hundreds_of_streams_at_once_has_two_turns_and_the_others_wait_for_no_more()
    {
        using var ben = await server.PairAsync("Ben");
        var storm = Enumerable.Range(0, 300).Select(_ => ana.Get("/events")).ToList();

        await using var stream = await ben.ListenAsync();
        await stream.UntilAsync("snapshot");

        var answers = await Task.WhenAll(storm);
        using var all = new Disposables(answers);
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        var refused = Array.Find(answers, answer => answer.StatusCode != HttpStatusCode.OK);
        await refused!.IsProblem(HttpStatusCode.TooManyRequests, "too-many-streams");
    }

    [Fact]
    public async Task The_last_tenth_of_the_streams_is_for_phones_that_have_none_and_one_that_has_all_it_may_replaces_its_oldest()
    {
        await using var full = TestServer.Start(1, ("Session:Streams", "10"));
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => full.PairAsync()));
        using var phones = new Disposables(all);
        var streams = new List<TestEventStream>();
        foreach (var phone in all.Take(4).SelectMany(phone => new[] { phone, phone }).Append(all[4]))
        {
            streams.Add(await phone.ListenAsync());
            await streams[^1].UntilAsync("snapshot");
        }

        using var second = await all[4].Get("/events");
        await using var tenth = await all[5].ListenAsync();
        await tenth.UntilAsync("snapshot");
        await using var third = await all[0].ListenAsync();
        await third.UntilAsync("snapshot");

        await second.IsProblem(HttpStatusCode.TooManyRequests, "too-many-streams");
        while (await streams[0].NextAsync() is not null)
        {
        }

        await Task.WhenAll(streams.Select(stream => stream.DisposeAsync().AsTask()));
    }
}

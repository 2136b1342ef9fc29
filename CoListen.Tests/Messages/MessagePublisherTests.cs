using System.Text.Json.Nodes;
using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;
using CoListen.Tests.Sessions;
using Microsoft.Extensions.Time.Testing;
using static CoListen.Silo.Sessions.SessionEvent;

namespace CoListen.Tests.Messages;

public sealed class MessagePublisherTests
{
    private readonly FakeTimeProvider time = new();
    private readonly MessagePublisher publisher;
    private SessionState state = SessionState.Fresh;

    public MessagePublisherTests() => publisher = new(new MessageLog(0), (_, _) => 0, time);

    [Fact]
    public void A_room_hears_of_all_its_phones_with_every_change()
    {
        _ = Publish(SessionDsl.Here("ann", "bob"));

        var told = Publish(new ClientRenamed("ann", "Anne"));

        Assert.Equal(["ann", "bob"], Keys(told["clients"]!));
        Assert.Null(told["gone"]);
    }

    [Fact]
    public void A_crowd_hears_of_the_phones_that_changed_and_of_those_that_were_forgotten()
    {
        string[] crowd = [.. Enumerable.Range(0, 60).Select(i => $"c{i:00}")];
        Assert.Equal(crowd, Keys(Publish(SessionDsl.Here(crowd))["clients"]!));

        var told = Publish(new ClientRenamed("c07", "Seven"), new ClientForgotten("c08"));

        Assert.Equal(["c07"], Keys(told["clients"]!));
        Assert.Equal("Seven", (string)told["clients"]!["c07"]!["name"]!);
        Assert.Equal("c08", (string)Assert.Single(told["gone"]!.AsArray())!);
    }

    [Fact]
    public void Every_message_says_which_track_is_waited_for()
    {
        _ = Publish(SessionDsl.ARoom);

        Assert.All(PublishAll(SessionDsl.Waiting(SessionDsl.Track, "A", 0, "ann")), m => Assert.Equal("A", m.AwaitedTrackId));
        Assert.All(PublishAll(SessionDsl.Released(SessionDsl.Track, "A", 0, "ann")), m => Assert.Null(m.AwaitedTrackId));
    }

    private static IEnumerable<string> Keys(JsonNode clients) => clients.AsObject().Select(client => client.Key);

    private JsonNode Publish(params SessionEvent[] happened) =>
        JsonNode.Parse(PublishAll(happened).Last(message => message.Name == "clients.changed").Payload)!;

    private SessionMessage[] PublishAll(params SessionEvent[] happened)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        var messages = publisher.Publish(state, happened);
        state = happened.Aggregate(state, SessionEvolver.Apply);
        Assert.NotEmpty(messages);
        return messages;
    }
}

using System.Text.Json.Nodes;
using CoListen.Silo.Messages;
using CoListen.Silo.Sessions;

namespace CoListen.Tests.Attacks;

/// <summary>All that one event stream brought until it ended, and what a stream may bring after what has happened.</summary>
internal sealed class RecordedStream
{
    private static readonly string[] Intents = ["barrier.open", "barrier.release", "paused", "seeked", "queue.changed"];

    private readonly List<TestMessage> messages = [];

    private RecordedStream(TestEventStream stream, TestMessage first)
    {
        messages.Add(first);
        Ended = Task.Run(async () =>
        {
            try
            {
                while (await stream.NextAsync() is { } message) messages.Add(message);
            }
            catch (Exception e) when (e is IOException or HttpRequestException or ObjectDisposedException)
            {
                // The process was killed, or the test has left.
            }
        });
    }

    public Task Ended { get; }

    /// <summary>Reads a stream from its first message on.</summary>
    public static async Task<RecordedStream> BeginAsync(TestEventStream stream) =>
        new(stream, await stream.NextAsync() ?? throw new IOException("The stream ended before it began."));

    /// <summary>The messages of intents, by the eventCount that each leads to.</summary>
    public static Dictionary<long, string> Expected(IEnumerable<(SessionState Before, ImmutableArray<SessionEvent> Events)> happened)
    {
        var publisher = new MessagePublisher(new MessageLog(0), (_, _) => 0, TimeProvider.System);
        return happened.SelectMany(one => publisher.Publish(one.Before, one.Events)).Where(message => Intents.Contains(message.Name))
            .ToDictionary(message => message.EventCount, message => Text(message.Name, JsonNode.Parse(message.Payload)!));
    }

    /// <summary>Waits for the end of the stream, and checks that it brought each intent once, in the order of the session.</summary>
    /// <returns>How many messages it brought.</returns>
    public async Task<int> CheckAsync(IReadOnlyDictionary<long, string> expected)
    {
        await Ended;
        var (count, id) = (messages[0].EventCount, messages[0].Id);
        Assert.Equal("snapshot", messages[0].Name);
        foreach (var message in messages.Skip(1))
        {
            if (message.Id is not null)
            {
                Assert.Equal(long.Parse(id!, CultureInfo.InvariantCulture) + 1, long.Parse(message.Id, CultureInfo.InvariantCulture));
                id = message.Id;
            }

            if (Intents.Contains(message.Name))
            {
                Assert.Equal(++count, message.EventCount);
                Assert.Equal(expected.GetValueOrDefault(count), Text(message.Name, message.Payload));
            }

            Assert.Equal(count, message.EventCount);
        }

        return messages.Count;
    }

    private static string Text(string name, JsonNode payload) => $"{name} {payload.ToJsonString()}";
}

using System.Text.Json.Nodes;

namespace CoListen.Tests.Cluster;

/// <summary>What phones do and see in the tests of several nodes.</summary>
internal static class ClusterSteps
{
    public static bool IsActive(JsonNode snapshot, TestPhone phone) => (bool?)snapshot["clients"]![phone.ClientId]?["active"] == true;

    public static IEnumerable<string> Ids(JsonNode array) => array.AsArray().Select(id => (string)id!);

    public static IEnumerable<string> Sorted(IEnumerable<string> ids) => ids.Order(StringComparer.Ordinal);

    public static IEnumerable<string> Sorted(IEnumerable<TestPhone> phones) => Sorted(phones.Select(phone => phone.ClientId));

    // A session that moves ends its streams, and phones come back.
    public static async Task<bool> HearsAwayAsync(TestPhone phone, TestPhone other)
    {
        await using var stream = await phone.ListenAsync();
        while (await stream.NextAsync() is { } message)
        {
            if (message.Name is "snapshot" or "clients.changed" && !IsActive(message.Payload, other)) return true;
        }

        return false;
    }

    /// <summary>Brings phones into the sound. Returns the anchorEvent and their open streams.</summary>
    public static async Task<(long Anchor, TestEventStream[] Streams)> StartAsync(params TestPhone[] phones)
    {
        var streams = await Task.WhenAll(phones.Select(phone => phone.ListenAsync()));
        var track = await OpenBarrierAsync(phones[0]);
        foreach (var phone in phones)
        {
            await AcknowledgeAsync(phone, track);
        }

        var released = await Task.WhenAll(streams.Select(stream => stream.UntilAsync("barrier.release")));
        return (released[0].EventCount, streams);
    }

    public static async Task<string> OpenBarrierAsync(TestPhone phone)
    {
        var (status, body) = await phone.SendAsync("play", new { positionSec = 0 });
        Assert.Equal(HttpStatusCode.OK, status);
        return (string)body["snapshot"]!["barrier"]!["trackId"]!;
    }

    public static async Task AcknowledgeAsync(TestPhone phone, string trackId) =>
        Assert.Equal(HttpStatusCode.OK, (await phone.SendAsync("ack-download", new { trackId })).Status);

    public static async Task<long> SeekAsync(TestPhone phone, double positionSec)
    {
        var (status, body) = await phone.SendAsync("seek", new { positionSec });
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        return (long)body["eventCount"]!;
    }

    /// <summary>Seeks as soon as the session takes it again: until then it is refused as 503, and nothing changes.</summary>
    public static async Task<long> SeekOnceBackAsync(TestPhone phone, double positionSec)
    {
        while (true)
        {
            using var snapshot = await phone.Get("/snapshot");
            if (snapshot.IsSuccessStatusCode)
            {
                var count = (await snapshot.Json()).GetProperty("eventCount").GetInt64();
                var (status, body) = await phone.SendAsync("seek", new { positionSec }, count.ToString(CultureInfo.InvariantCulture));
                if (status == HttpStatusCode.OK) return (long)body["eventCount"]!;

                Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            }
            else
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, snapshot.StatusCode);
            }
        }
    }

    /// <summary>
    /// Raises the eventCount, and leaves the sound as it is. The answer may die with its node while the command does not.
    /// </summary>
    public static async Task<long> NudgeAsync(TestPhone phone, long count)
    {
        var last = (string)(await phone.SnapshotAsync())["queue"]![2]!;
        var (status, body) = await phone.SendAsync("nudge", new { trackId = last }, count.ToString(CultureInfo.InvariantCulture));
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Conflict, body.ToJsonString());
        Assert.Equal(count + 1, (long)(status == HttpStatusCode.OK ? body : body["snapshot"]!)["eventCount"]!);
        return count + 1;
    }
}

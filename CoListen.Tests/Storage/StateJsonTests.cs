using System.Text.Json.Nodes;
using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;
using CoListen.Tests.Sessions;

namespace CoListen.Tests.Storage;

public sealed class StateJsonTests
{
    private const string Seed = """
        {
          "eventCount": 42,
          "queue": ["a", "b", "c"],
          "queueIndex": 2,
          "playState": { "mode": "paused", "anchorPositionSec": 0 },
          "barrier": { "type": "track", "trackId": "c", "members": ["c1", "c2"], "ready": ["c1"] },
          "clients": { "c1": { "name": "Alice" }, "c2": { "name": "Bob" } }
        }
        """;

    [Fact]
    public void A_file_of_the_first_design_loads()
    {
        var state = StateJson.Read(Encoding.UTF8.GetBytes(Seed));

        Assert.Equal((42, "c", PlayMode.Paused), (state.EventCount, state.Queue.Current, state.PlayState.Mode));
        Assert.Equal(["c1", "c2"], state.Barrier!.Members);
        Assert.Equal(["c1"], state.Barrier.Ready);
        Assert.Equal("Alice", state.Clients["c1"].Name);
    }

    [Fact]
    public void Tracks_of_a_file_with_long_ids_are_known_by_their_first_12_digits()
    {
        var (one, two) = ("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210");
        var file = Seed.Replace("\"a\"", $"\"{one}\"", StringComparison.Ordinal).Replace("\"c\"", $"\"{two}\"", StringComparison.Ordinal);

        var state = StateJson.Read(Encoding.UTF8.GetBytes(file));

        Assert.Equal(["0123456789ab", "b", "fedcba987654"], state.Queue.Tracks);
        Assert.Equal("fedcba987654", state.Barrier!.TrackId);
    }

    [Fact]
    public void A_file_with_all_that_version_1_knows_loads_and_is_written_as_it_was()
    {
        var file = """
            {
              "version": 1,
              "eventCount": 43,
              "queue": ["c","a"],
              "queueIndex": 1,
              "playState": {
                "mode": "paused",
                "anchorPositionSec": 12.5
              },
              "anchorEvent": 42,
              "barrier": {
                "type": "resume",
                "trackId": "a",
                "members": [
                  "c1"
                ],
                "ready": [],
                "setAside": [
                  "c2"
                ]
              },
              "listeners": [
                "c1"
              ],
              "satOut": [
                "c2"
              ],
              "skips": 1,
              "currentVanished": true,
              "clients": {
                "c1": {
                  "name": "Zoë",
                  "tokenHash": "00ff",
                  "lastSeen": "2026-11-01T20:15:00+00:00"
                },
                "c2": {
                  "name": "Ben",
                  "tokenHash": "11ee",
                  "lastSeen": "2026-11-01T20:16:00+00:00"
                }
              }
            }
            """.ReplaceLineEndings(Environment.NewLine);

        Assert.Equal(file, Encoding.UTF8.GetString(StateJson.Write(StateJson.Read(Encoding.UTF8.GetBytes(file)))));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[\"0123456789ab\"]")]
    [InlineData("[\"Zz9\",\"b\"]")]
    [InlineData("[\"an-id\",\"[0,1]\"]")]
    [InlineData("[\"0123456789ab0123456789ab0123456789ab\",\"0123456789ab\"]")]
    [InlineData("[\"a\",\"quoted \\\" ö\",\"c\"]")]
    public void The_queue_is_on_one_line_whatever_its_ids_are(string queue)
    {
        var state = SessionState.Fresh with { Queue = new([.. JsonSerializer.Deserialize<string[]>(queue)!], 0) };

        var json = StateJson.Write(state);

        Assert.Contains($"\n  \"queue\": {queue},\n", Encoding.UTF8.GetString(json).ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(state.Queue.Tracks, StateJson.Read(json).Queue.Tracks);
    }

    [Fact]
    public void A_file_of_before_wishes_and_hosts_has_none()
    {
        var state = StateJson.Read(Encoding.UTF8.GetBytes(Seed));

        Assert.Equal("queue [a b *c]", Describe.Of(state.Queue));
        Assert.Equal((0, 0, 0), (state.Queue.Placed, state.Queue.Ended.Length, state.HeardOut.Count));
        Assert.Equal((Control.Everyone, true, false), (state.Control, state.EvenLoudness, state.Clients["c1"].IsHost));
        Assert.Empty(state.Music);
    }

    [Fact]
    public void Wishes_hosts_loudness_and_what_is_put_aside_outlive_the_process()
    {
        var seed = StateJson.Read(Encoding.UTF8.GetBytes(Seed));
        var state = seed with
        {
            Queue = seed.Queue.Advance().Wish("b", "c1").Nudge("c").TakeOut("b").BringBack("b").Wish("b", "c2"),
            Control = Control.Hosts,
            EvenLoudness = false,
            HeardOut = ClientIds.From(["c1"]),
            Barrier = null,
            Clients = seed.Clients.SetItem("c1", seed.Clients["c1"] with { IsHost = true }),
        };
        var aside = state with { Queue = state.Queue.TakeOut("c") };

        Assert.Equal("queue [*a c b(c2)]", Describe.Of(state.Queue));
        Assert.Equal("queue [*a b(c2)] aside {c}", Describe.Of(aside.Queue));
        Assert.All([state, aside], s => Assert.Equal(Describe.Of(s), Describe.Of(StateJson.Read(StateJson.Write(s)))));
    }

    [Fact]
    public void The_rounds_of_wishes_outlive_the_process_and_those_of_an_older_release_are_their_order()
    {
        var seed = StateJson.Read(Encoding.UTF8.GetBytes(Seed));
        var wished = seed with { Barrier = null, Queue = seed.Queue.Advance().Wish("b", "c1").Wish("c", "c1") };
        var begun = wished with { Queue = wished.Queue.Advance() };
        var older = JsonNode.Parse(StateJson.Write(wished))!.AsObject();
        older.Remove("rounds");

        Assert.Equal([("c", 2)], StateJson.Read(StateJson.Write(begun)).Queue.Rounds.Select(round => (round.Key, round.Value)));
        Assert.Equal(
            [("b", 1), ("c", 2)],
            StateJson.Read(Encoding.UTF8.GetBytes(older.ToJsonString())).Queue.Rounds.Select(round => (round.Key, round.Value)));
    }

    [Fact]
    public void What_was_chosen_for_the_room_outlives_the_process_and_everything_is_not_written()
    {
        var seed = StateJson.Read(Encoding.UTF8.GetBytes(Seed));
        MusicChoice[] music = [new(Folder: "Jazz/Live"), new(Album: "Duets"), new(Artist: "Zoë"), new(Playlist: "Tonight")];

        var written = StateJson.Write(seed with { Music = music });

        Assert.Equal(music, StateJson.Read(written).Music);
        Assert.Equal(
            """[{"folder":"Jazz/Live"},{"album":"Duets"},{"artist":"Zoë"},{"playlist":"Tonight"}]""",
            JsonNode.Parse(written)!["play"]!.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.DoesNotContain("\"play\"", Encoding.UTF8.GetString(StateJson.Write(seed)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"play\": [null]")]
    [InlineData("\"play\": [{}]")]
    [InlineData("\"play\": [{ \"album\": \"\" }]")]
    [InlineData("\"play\": [{ \"album\": \"A\", \"folder\": \"B\" }]")]
    [InlineData("\"placed\": -1")]
    [InlineData("\"placed\": 3")]
    [InlineData("\"wishes\": { \"a\": \"c1\" }")]
    [InlineData("\"placed\": 1, \"wishes\": { \"a\": \"\" }")]
    [InlineData("\"placed\": 1, \"wishes\": { \"c\": \"c1\" }")]
    [InlineData("\"placed\": 1, \"wishes\": { \"a\": \"c1\" }, \"rounds\": { \"a\": 0 }")]
    [InlineData("\"putAside\": [\"a\"]")]
    [InlineData("\"putAside\": [null]")]
    [InlineData("\"control\": \"nobody\"")]
    [InlineData("\"evenLoudness\": \"no\"")]
    public void Wishes_that_contradict_the_queue_are_refused(string member) => Assert.ThrowsAny<JsonException>(
        () => StateJson.Read(Encoding.UTF8.GetBytes(Seed.Replace("\"barrier\"", member + ", \"barrier\"", StringComparison.Ordinal))));

    [Fact]
    public void What_is_written_reads_back_the_same_and_as_itself()
    {
        var state = StateJson.Read(Encoding.UTF8.GetBytes(Seed)) with
        {
            Listeners = ClientIds.From(["c2"]),
            AnchorEvent = 41,
            Skips = 1,
            SatOut = ClientIds.From(["c1"]),
        };
        var written = StateJson.Write(state);

        Assert.Equal(written, StateJson.Write(StateJson.Read(written)));
        Assert.Contains("\"mode\": \"paused\"", Encoding.UTF8.GetString(written), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"eventCount\": 42", "\"eventCount\": -1")]
    [InlineData("\"eventCount\": 42", "\"eventCount\": 42, \"version\": 2")]
    [InlineData("\"eventCount\": 42", "\"eventCount\": 42, \"anchorEvent\": 43")]
    [InlineData("\"eventCount\": 42,", "")]
    [InlineData("\"queueIndex\": 2", "\"queueIndex\": 3")]
    [InlineData("[\"a\", \"b\", \"c\"]", "[\"a\", \"a\", \"c\"]")]
    [InlineData("[\"a\", \"b\", \"c\"]", "[null, \"b\", \"c\"]")]
    [InlineData("[\"a\", \"b\", \"c\"]", "null")]
    [InlineData("\"mode\": \"paused\"", "\"mode\": \"dancing\"")]
    [InlineData("\"mode\": \"paused\"", "\"mode\": 0")]
    [InlineData("\"mode\": \"paused\"", "\"mode\": \"playing\"")]
    [InlineData("\"anchorPositionSec\": 0", "\"anchorPositionSec\": -4")]
    [InlineData("\"trackId\": \"c\"", "\"trackId\": \"a\"")]
    [InlineData("\"ready\": [\"c1\"]", "\"ready\": [\"c9\"]")]
    [InlineData("\"members\": [\"c1\", \"c2\"]", "\"members\": null")]
    [InlineData("{ \"name\": \"Alice\" }", "{ }")]
    [InlineData("{ \"name\": \"Alice\" }", "null")]
    [InlineData("}", "")]
    public void A_file_that_is_no_state_is_refused(string good, string bad)
    {
        var broken = Seed.Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Seed, broken);

        Assert.ThrowsAny<JsonException>(() => StateJson.Read(Encoding.UTF8.GetBytes(broken)));
    }

    [Fact]
    public void A_barrier_for_no_track_is_refused()
    {
        var broken = """
            {
              "eventCount": 42, "queue": [], "queueIndex": 0, "playState": { "mode": "paused", "anchorPositionSec": 0 }, "clients": {},
              "barrier": { "type": "track", "trackId": null, "members": [], "ready": [] }
            }
            """;

        Assert.Throws<JsonException>(() => StateJson.Read(Encoding.UTF8.GetBytes(broken)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\0\0\0\0")]
    public void A_file_that_is_no_object_is_refused(string text) =>
        Assert.ThrowsAny<JsonException>(() => StateJson.Read(Encoding.UTF8.GetBytes(text)));
}

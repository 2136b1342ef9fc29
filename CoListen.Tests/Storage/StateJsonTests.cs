using System.Text;
using System.Text.Json;
using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;

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
    public void What_is_written_reads_back_the_same_and_as_itself()
    {
        var state = StateJson.Read(Encoding.UTF8.GetBytes(Seed)) with { Listeners = ClientIds.From(["c2"]), AnchorEvent = 41, Skips = 1, SatOut = ClientIds.From(["c1"]) };
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

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\0\0\0\0")]
    public void A_file_that_is_no_object_is_refused(string text) =>
        Assert.ThrowsAny<JsonException>(() => StateJson.Read(Encoding.UTF8.GetBytes(text)));
}

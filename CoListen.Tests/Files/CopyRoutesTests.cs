namespace CoListen.Tests.Files;

public sealed class CopyRoutesTests
{
    [Fact]
    public async Task Everybody_is_told_on_how_many_phones_a_track_lies()
    {
        await using var server = TestServer.Start(songs: 3);
        using var ana = await server.PairAsync("Ana");
        using var ben = await server.PairAsync("Ben");
        var tracks = await ana.TracksAsync();
        await using var hears = await ana.ListenAsync();
        await hears.UntilAsync("snapshot");
        await using (var benHears = await ben.ListenAsync())
        {
            await benHears.UntilAsync("snapshot");
            using var first = await ana.Post("/copies", new { trackIds = new[] { tracks[0], tracks[1] } });
            using var second = await ben.Post("/copies", new { trackIds = new[] { tracks[1], tracks[1], null, "../../etc/passwd" } });
            Assert.All([first, second], answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));

            await hears.UntilAsync("copies.changed", message => message.Payload["copies"]!.AsObject() is var copies
                && (int?)copies[tracks[1]] == 2 && !copies.ContainsKey("../../etc/passwd"));
            await using var later = await ben.ListenAsync();
            var copies = (await later.UntilAsync("snapshot")).Payload["copies"]!;
            Assert.Equal((1, 2), ((int)copies[tracks[0]]!, (int)copies[tracks[1]]!));
        }

        // Ben is gone, and so are his copies; later Ana gives up one of hers.
        await hears.UntilAsync("copies.changed", message => (int?)message.Payload["copies"]![tracks[1]] == 1);
        using var less = await ana.Post("/copies", new { trackIds = new[] { tracks[1] } });
        await hears.UntilAsync("copies.changed", message => (int?)message.Payload["copies"]![tracks[0]] == 0);
    }

    [Fact]
    public async Task Only_so_many_are_taken_and_only_from_a_paired_phone()
    {
        await using var server = TestServer.Start(songs: 1);
        using var ana = await server.PairAsync("Ana");
        using var stranger = server.Stranger();

        using var many = await ana.Post("/copies", new { trackIds = Enumerable.Range(0, 1001).Select(i => $"{i}") });
        using var missing = await ana.Post("/copies", new { });
        using var foreign = await stranger.Post("/copies", new { trackIds = Array.Empty<string>() });

        await many.IsProblem(HttpStatusCode.BadRequest, "too-many-copies");
        await missing.IsProblem(HttpStatusCode.BadRequest, "bad-json");
        await foreign.IsProblem(HttpStatusCode.Unauthorized, "not-paired");
    }
}

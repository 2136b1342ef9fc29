using System.Buffers.Text;

namespace CoListen.Tests.Pairing;

public sealed class PairedClientHandlerTests(SharedServer shared)
{
    [Fact]
    public async Task The_cookie_and_the_bearer_token_are_as_good_as_each_other()
    {
        using var phone = await shared.Server.PairAsync();
        using var stranger = shared.Server.Stranger();

        using var byBearer = await phone.Get("/snapshot");
        using var byCookie = await stranger.Get("/snapshot", ("Cookie", $"colisten={phone.Token}"));

        Assert.Equal(HttpStatusCode.OK, byBearer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, byCookie.StatusCode);
    }

    [Fact]
    public async Task A_phone_stays_paired_over_a_restart()
    {
        using var directory = new TempDirectory();
        var file = ("StateFile", Path.Combine(directory.Path, "state.json"));
        string token;
        await using (var before = TestServer.Start(file))
        {
            using var phone = await before.PairAsync();
            token = phone.Token;
        }

        await using var after = TestServer.Start(file, ("Pairing:Code", "QRSTUVWX"));
        using var returned = after.Stranger();
        using var answer = await returned.Get("/snapshot", ("Authorization", $"Bearer {token}"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer .")]
    [InlineData("Bearer cabcdefgh.")]
    [InlineData("Bearer cabcdefgh.AAAA")]
    [InlineData("Bearer no-dot")]
    [InlineData("Basic YTpi")]
    public async Task Any_other_token_is_none(string authorization)
    {
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Get("/snapshot", ("Authorization", authorization));

        await answer.IsProblem(HttpStatusCode.Unauthorized, "not-paired");
    }

    [Fact]
    public async Task No_part_of_a_token_and_nothing_like_it_is_one()
    {
        using var phone = await shared.Server.PairAsync();
        var token = phone.Token;
        var likely = Enumerable.Range(0, token.Length).SelectMany(i => new[]
        {
            token[..i], token[(i + 1)..], token.Remove(i, 1), token.Insert(i, "A"),
            $"{token[..i]}{(token[i] == 'A' ? 'B' : 'A')}{token[(i + 1)..]}",
        });
        string[] others = [token + token, token + "=", token + ".", token.ToUpperInvariant(), token.Replace('.', ':'), $"\"{token}\""];

        foreach (var wrong in likely.Where(one => one.Length > 0 && one != token).Concat(others))
        {
            using var stranger = shared.Server.Stranger();
            using var byBearer = await stranger.Get("/snapshot", ("Authorization", $"Bearer {wrong}"));
            using var byCookie = await stranger.Get("/snapshot", ("Cookie", $"colisten={Uri.EscapeDataString(wrong)}"));
            Assert.True(byBearer.StatusCode == HttpStatusCode.Unauthorized, $"{wrong} for {token}");
            Assert.True(byCookie.StatusCode == HttpStatusCode.Unauthorized, $"{wrong} for {token}");
        }
    }

    [Fact]
    public async Task The_id_of_another_phone_is_no_token()
    {
        using var phone = await shared.Server.PairAsync();
        using var other = await shared.Server.PairAsync();
        var id = phone.Token.Split('.')[0];
        var secret = other.Token.Split('.')[1];
        using var stranger = shared.Server.Stranger();

        using var answer = await stranger.Get("/snapshot", ("Authorization", $"Bearer {id}.{secret}"));

        await answer.IsProblem(HttpStatusCode.Unauthorized, "not-paired");
    }

    [Fact]
    public async Task Nobody_learns_by_a_token_of_their_own_which_rooms_there_are()
    {
        await using var server = TestServer.Start();
        await server.OpenAsync("Kitchen");
        await server.OpenAsync("Garden");
        using var screen = server.Stranger();
        using var closed = await screen.Post("/host/sessions/close", new { name = "Garden" });
        using var stranger = server.Stranger();

        var answers = new List<string>();
        foreach (var name in new[] { "Kitchen", "Garden", "Nowhere" })
        {
            var token = $"cabcdefgh.AAAA.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(name))}";
            using var answer = await stranger.Get("/snapshot", ("Authorization", $"Bearer {token}"));
            answers.Add($"{answer.StatusCode} {await answer.Text()}");
        }

        Assert.Single(answers.Distinct());
    }
}

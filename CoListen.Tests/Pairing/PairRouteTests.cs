namespace CoListen.Tests.Pairing;

public sealed class PairRouteTests(SharedServer shared)
{
    private static readonly object Wrong = new { code = "WRONGCODE" };
    private static readonly object Right = new { code = TestServer.Code };

    [Fact]
    public async Task The_right_code_gives_an_id_a_token_and_the_snapshot()
    {
        using var phone = shared.Server.Stranger();

        using var answer = await phone.Post("/pair", new { code = "abcd-EFGH", clientName = "  Anna " });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var text = await answer.Text();
        var body = JsonDocument.Parse(text).RootElement;
        var id = body.GetProperty("clientId").GetString()!;
        Assert.Matches("^c[a-z2-7]{8}$", id);
        Assert.Equal("Anna", body.GetProperty("snapshot").GetProperty("clients").GetProperty(id).GetProperty("name").GetString());
        Assert.Equal("paused", body.GetProperty("snapshot").GetProperty("playState").GetProperty("mode").GetString());
        Assert.Equal(body.GetProperty("snapshot").GetProperty("eventCount").GetInt64(), body.GetProperty("eventCount").GetInt64());
        Assert.StartsWith(id + ".", TestPhone.TokenOf(answer), StringComparison.Ordinal);
        Assert.DoesNotContain(TestPhone.TokenOf(answer).Split('.')[1], text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_is_in_a_cookie_that_scripts_and_other_sites_do_not_get()
    {
        using var phone = shared.Server.Stranger();

        using var answer = await phone.Post("/pair", Right);

        var cookie = answer.Header("Set-Cookie")!.ToLowerInvariant().Split("; ");
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=strict", cookie);
        Assert.Contains("path=/", cookie);
        Assert.Contains("max-age=34560000", cookie);
        Assert.DoesNotContain("secure", cookie);
    }

    [Fact]
    public async Task The_state_file_has_the_hash_of_the_token_and_not_the_token()
    {
        await using var server = TestServer.Start();
        using var phone = server.Stranger();

        using var answer = await phone.Post("/pair", Right);

        var stored = await File.ReadAllTextAsync(server.StateFile, TestContext.Current.CancellationToken);
        var token = TestPhone.TokenOf(answer);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))), stored, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[1], stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_pairs_again_stays_the_same_phone_with_its_new_name()
    {
        using var phone = await shared.Server.PairAsync("Anna");

        using var answer = await phone.Post("/pair", new { code = TestServer.Code, clientName = "Berta" });

        var (scheme, token) = (phone.DefaultRequestHeaders.Authorization!.Scheme, phone.DefaultRequestHeaders.Authorization.Parameter!);
        Assert.Equal("Bearer", scheme);
        Assert.Equal(token, TestPhone.TokenOf(answer));
        var body = await answer.Json();
        Assert.Equal(token.Split('.')[0], body.GetProperty("clientId").GetString());
        Assert.Equal(
            "Berta", body.GetProperty("snapshot").GetProperty("clients").GetProperty(token.Split('.')[0]).GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_paired_phone_that_pairs_again_needs_the_code_too()
    {
        await using var server = TestServer.Start();
        using var phone = await server.PairAsync("Anna");

        using var answer = await phone.Post("/pair", Wrong);

        await answer.IsProblem(HttpStatusCode.Forbidden, "wrong-code");
    }

    [Theory]
    [InlineData("""{"code":"WRONG","clientName":"Anna\n"}""")]
    [InlineData("""{"code":"WRONG","clientName":"01234567890123456789012345678901234567890"}""")]
    public async Task A_name_that_cannot_be_shown_is_refused_and_is_no_guess(string body)
    {
        using var phone = shared.Server.Stranger();

        using var answer = await phone.Post("/pair", body);

        await answer.IsProblem(HttpStatusCode.BadRequest, "bad-name");
    }

    [Theory]
    [InlineData("""{"code":"ABCDEFGH"}""")]
    [InlineData("""{"code":"ABCDEFGH","clientName":null}""")]
    [InlineData("""{"code":"ABCDEFGH","clientName":"  "}""")]
    public async Task Names_are_optional(string body)
    {
        using var phone = shared.Server.Stranger();

        using var answer = await phone.Post("/pair", body);

        var paired = await answer.Json();
        var clients = paired.GetProperty("snapshot").GetProperty("clients");
        var name = clients.GetProperty(paired.GetProperty("clientId").GetString()!).GetProperty("name").GetString();
        Assert.Matches("^Phone [0-9]+$", name!);
    }

    [Fact]
    public async Task A_state_that_cannot_be_read_takes_no_phone()
    {
        var server = TestServer.Start();
        using var known = await server.PairAsync();
        await server.StopAsync();
        await File.WriteAllTextAsync(server.StateFile, "{", TestContext.Current.CancellationToken);
        await using var again = server.StartAgain(("Pairing:Window", "first"));
        using var phone = again.Stranger();

        using var answer = await phone.Post("/pair", Right);
        using var info = await phone.Get("/host/info");

        await answer.IsProblem(HttpStatusCode.InternalServerError, "state-corrupt");
        Assert.Null(answer.Header("Set-Cookie"));
        Assert.Equal("open", (await info.Json()).GetProperty("pairing").GetString());
        Assert.Equal("{", await File.ReadAllTextAsync(server.StateFile, TestContext.Current.CancellationToken));
    }
}

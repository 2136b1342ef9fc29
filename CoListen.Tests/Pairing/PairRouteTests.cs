using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

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
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(token))), stored, StringComparison.Ordinal);
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
        Assert.Equal("Berta", body.GetProperty("snapshot").GetProperty("clients").GetProperty(token.Split('.')[0]).GetProperty("name").GetString());
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
        var name = paired.GetProperty("snapshot").GetProperty("clients").GetProperty(paired.GetProperty("clientId").GetString()!).GetProperty("name").GetString();
        Assert.Matches("^Phone [0-9]+$", name!);
    }

    [Fact]
    public async Task After_five_wrong_guesses_even_the_right_code_has_to_wait()
    {
        await using var server = TestServer.Start();
        using var phone = server.Stranger();
        for (var i = 0; i < 5; i++)
        {
            using var refused = await phone.Post("/pair", Wrong);
            await refused.IsProblem(HttpStatusCode.Forbidden, "wrong-code");
        }

        using var answer = await phone.Post("/pair", Right);

        await answer.IsProblem(HttpStatusCode.TooManyRequests, "too-many-guesses");
        Assert.InRange(int.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 60);
        Assert.Null(answer.Header("Set-Cookie"));
    }

    [Fact]
    public async Task A_minute_after_the_wrong_guesses_the_right_code_is_right_again()
    {
        var clock = new FakeTimeProvider();
        await using var server = TestServer.Start(services => services.AddSingleton<TimeProvider>(clock));
        using var phone = server.Stranger();
        for (var i = 0; i < 6; i++)
        {
            using var refused = await phone.Post("/pair", Wrong);
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        using var answer = await phone.Post("/pair", Right);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Of_a_flood_of_guesses_from_many_addresses_at_most_twenty_a_minute_are_judged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lets a caller be any of 127.0.0.0/8.");
        await using var server = TestServer.Start(services => services.AddSingleton<TimeProvider>(new FakeTimeProvider()));
        var guessers = Enumerable.Range(2, 10).Select(host => server.Stranger($"127.0.0.{host}")).ToList();
        using var clients = new Disposables(guessers);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 1000).Select(async i =>
        {
            using var answer = await guessers[i % guessers.Count].Post("/pair", Wrong);
            return answer.StatusCode;
        }));

        Assert.Equal(20, statuses.Count(status => status == HttpStatusCode.Forbidden));
        Assert.Equal(980, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Thirty_phones_behind_one_address_pair_at_once()
    {
        using var phones = shared.Server.Stranger();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            using var answer = await phones.Post("/pair", Right);
            return answer.StatusCode;
        }));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public async Task A_window_for_the_first_closes_behind_it_until_the_host_screen_opens_it_again()
    {
        await using var server = TestServer.Start(("Pairing:Window", "first"));
        using var phone = server.Stranger();
        using var first = await phone.Post("/pair", Right);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var second = await phone.Post("/pair", Right);
        await second.IsProblem(HttpStatusCode.Forbidden, "pairing-closed");

        using var opened = await phone.Post("/host/pairing/open");
        using var third = await phone.Post("/pair", Right);

        Assert.Equal("open", (await opened.Json()).GetProperty("pairing").GetString());
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task A_wrong_code_does_not_close_the_window()
    {
        await using var server = TestServer.Start(("Pairing:Window", "first"));
        using var phone = server.Stranger();
        using var wrong = await phone.Post("/pair", Wrong);

        using var answer = await phone.Post("/pair", Right);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}

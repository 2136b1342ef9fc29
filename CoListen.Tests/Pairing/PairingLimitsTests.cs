using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CoListen.Tests.Pairing;

/// <summary>What <c>POST /pair</c> makes of many codes.</summary>
public sealed class PairingLimitsTests
{
    private static readonly (string, string) FromAfar = ("X-Forwarded-For", "192.168.0.9");
    private static readonly object Wrong = new { code = "WRONGCODE" };
    private static readonly object Right = new { code = TestServer.Code };

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

    [Theory(Timeout = 120_000)]
    [InlineData(1000, 10, 20)]
    [InlineData(1000, 1, 5)]
    [InlineData(10_000, 10, 20, Traits = ["Takes", "long"])]
    [InlineData(10_000, 1, 5, Traits = ["Takes", "long"])]
    public async Task Of_a_flood_of_guesses_five_a_minute_of_an_address_are_judged_and_twenty_in_all_and_a_paired_phone_is_unhurt(
        int guesses, int addresses, int judged)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lets a caller be any of 127.0.0.0/8.");
        await using var server = TestServer.Start(
            services => services.AddSingleton<TimeProvider>(new FakeTimeProvider()), songs: 1, [("Host:Loopback", "false")]);
        using var ana = await server.PairAsync("Ana");
        var guessers = Enumerable.Range(2, addresses).Select(host => server.Stranger($"127.0.0.{host}")).ToList();
        using var clients = new Disposables(guessers);
        var answers = new ConcurrentDictionary<HttpStatusCode, int>();
        var (over, asked) = (false, 0);
        var beside = Task.Run(async () =>
        {
            for (; !Volatile.Read(ref over); asked++)
            {
                var (status, _) = await ana.SendAsync("seek", new { positionSec = 1 });
                Assert.Equal(HttpStatusCode.OK, status);
            }
        }, TestContext.Current.CancellationToken);

        await Parallel.ForAsync(
            0, guesses, new ParallelOptions { MaxDegreeOfParallelism = 500 }, async (i, _) =>
            {
                using var answer = await guessers[i % guessers.Count].Post("/pair", Wrong);
                answers.AddOrUpdate(answer.StatusCode, 1, (_, before) => before + 1);
            });
        Volatile.Write(ref over, true);
        await beside;
        using var right = await guessers[0].Post("/pair", Right);

        Assert.Equal(judged, answers[HttpStatusCode.Forbidden]);
        Assert.Equal(guesses - judged, answers[HttpStatusCode.TooManyRequests]);
        Assert.True(asked > 0);
        await right.IsProblem(HttpStatusCode.TooManyRequests, "too-many-guesses");
        Assert.Equal("60", right.Header("Retry-After"));
        Figures.Note(
            $"{guesses} wrong codes at once from {addresses} addresses",
            $"{judged} judged, {guesses - judged} refused with 429; beside them a paired phone sent {asked} commands, all taken");
    }

    [Fact]
    public async Task Thirty_phones_behind_one_address_pair_at_once_and_the_next_has_to_wait()
    {
        await using var server = TestServer.Start();
        using var phones = server.Stranger();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            using var answer = await phones.Post("/pair", Right, FromAfar);
            return answer.StatusCode;
        }));
        using var next = await phones.Post("/pair", Right, FromAfar);

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        await next.IsProblem(HttpStatusCode.TooManyRequests, "too-many-guesses");
    }

    [Fact]
    public async Task The_hosts_own_machine_pairs_as_many_as_it_likes()
    {
        await using var server = TestServer.Start();
        using var phones = server.Stranger();
        for (var i = 0; i < 31; i++)
        {
            using var answer = await phones.Post("/pair", Right);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_code_that_was_right_before_its_room_was_closed_or_the_server_started_again_is_no_guess()
    {
        var server = TestServer.Start(songs: 1);
        using var screen = server.Stranger();
        var closed = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            closed.Add(await server.OpenAsync($"Room {i}"));
            using var answer = await screen.Post("/host/sessions/close", new { name = $"Room {i}" });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await AreWrongAndCostNothingAsync(screen, closed);
        var before = await server.OpenAsync("Kitchen");
        await server.StopAsync();
        await using var again = server.StartAgain();
        using var later = again.Stranger();

        await AreWrongAndCostNothingAsync(later, Enumerable.Repeat(before, 6));
    }

    private static async Task AreWrongAndCostNothingAsync(HttpClient phone, IEnumerable<string> codes)
    {
        foreach (var code in codes)
        {
            using var wrong = await phone.Post("/pair", new { code });
            await wrong.IsProblem(HttpStatusCode.Forbidden, "wrong-code");
        }

        using var right = await phone.Post("/pair", Right);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }
}

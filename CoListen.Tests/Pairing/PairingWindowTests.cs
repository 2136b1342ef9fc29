using CoListen.Api.Pairing;
using Microsoft.Extensions.DependencyInjection;

namespace CoListen.Tests.Pairing;

public sealed class PairingWindowTests
{
    private static readonly object Right = new { code = TestServer.Code };

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
        using var wrong = await phone.Post("/pair", new { code = "WRONGCODE" });

        using var answer = await phone.Post("/pair", Right);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_phone_that_could_not_be_let_in_leaves_the_window_open()
    {
        var clock = new BreakableClock();
        await using var server = TestServer.Start(services => services.AddSingleton<TimeProvider>(clock), ("Pairing:Window", "first"));
        using var phone = server.Stranger();

        clock.IsBroken = true;
        using var broken = await phone.Post("/pair", Right);
        clock.IsBroken = false;
        using var answer = await phone.Post("/pair", Right);

        await broken.IsProblem(HttpStatusCode.InternalServerError, "internal");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Breaks for the route alone: a silo ends its process where it cannot read the clock.</summary>
    private sealed class BreakableClock : TimeProvider
    {
        public volatile bool IsBroken;

        public override DateTimeOffset GetUtcNow() =>
            IsBroken && Environment.StackTrace.Contains(nameof(PairRoute), StringComparison.Ordinal)
                ? throw new InvalidOperationException("The clock is broken.")
                : base.GetUtcNow();
    }
}

using CoListen.Api.Files;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CoListen.Tests.Files;

public sealed class DownloadTurnsTests
{
    private readonly FakeTimeProvider time = new();
    private readonly DownloadTurns turns;
    private bool isPending = true;

    public DownloadTurnsTests() => turns = new(Options.Create(new DownloadOptions()), time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_no_room_waits_every_download_gets_whole_pieces()
    {
        using var one = turns.Begin(() => false);
        using var other = turns.Begin(() => false);

        Assert.Equal(FileBody.PieceBytes, await one.NextAsync(Cancel));
        Assert.Equal(FileBody.PieceBytes, await other.NextAsync(Cancel));
    }

    [Fact]
    public async Task A_download_yields_to_an_awaited_one_until_that_has_ended()
    {
        using var other = turns.Begin(() => false);
        var awaited = turns.Begin(() => isPending);
        Assert.Equal(FileBody.PieceBytes, await awaited.NextAsync(Cancel));

        var turn = other.NextAsync(Cancel).AsTask();
        time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.False(turn.IsCompleted);

        awaited.Dispose();
        Assert.Equal(FileBody.PieceBytes, await ElapseAsync(turn));
    }

    [Fact]
    public async Task With_the_release_all_go_on()
    {
        using var other = turns.Begin(() => false);
        using var awaited = turns.Begin(() => isPending);

        var turn = other.NextAsync(Cancel).AsTask();
        isPending = false;

        Assert.Equal(FileBody.PieceBytes, await ElapseAsync(turn));
    }

    [Fact]
    public async Task Who_yields_gets_a_trickle_that_keeps_the_page_from_giving_up()
    {
        using var other = turns.Begin(() => false);
        using var awaited = turns.Begin(() => isPending);

        var turn = other.NextAsync(Cancel).AsTask();
        for (var step = 0; step < 6; step++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            _ = await awaited.NextAsync(Cancel);
        }

        Assert.Equal(DownloadTurns.TrickleBytes, await ElapseAsync(turn));
    }

    [Fact]
    public async Task A_phone_that_takes_nothing_holds_no_other_up()
    {
        using var other = turns.Begin(() => false);
        using var awaited = turns.Begin(() => isPending);
        _ = await awaited.NextAsync(Cancel);
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(FileBody.PieceBytes, await other.NextAsync(Cancel));
    }

    [Fact]
    public async Task Served_as_asked_nothing_yields()
    {
        var asAsked = new DownloadTurns(Options.Create(new DownloadOptions { AwaitedFirst = false }), time);
        using var other = asAsked.Begin(() => false);
        using var awaited = asAsked.Begin(() => isPending);

        Assert.Equal(FileBody.PieceBytes, await other.NextAsync(Cancel));
    }

    private async Task<int> ElapseAsync(Task<int> turn)
    {
        while (!turn.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        return await turn;
    }
}

using System.Diagnostics.Metrics;
using System.Text;
using CoListen.Silo.Activation;
using CoListen.Silo.Sessions;
using CoListen.Silo.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CoListen.Tests.Activation;

public sealed class SessionActivationTests
{
    internal static readonly SessionMetrics Metrics = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    private readonly MemoryDisk disk = new();

    [Fact]
    public async Task Nobody_hears_of_what_is_not_on_disk()
    {
        await using var session = Wake();
        await PairAsync(session, "ana");
        var stream = await ListenAsync(session, "ana");
        disk.IsFull = true;

        var outcome = await session.ExecuteAsync(new SessionCommand.Seek("ana", 1, 5));

        Assert.IsType<Rejection.NotStored>(outcome.Rejection);
        Assert.Equal(1, (await session.ReadAsync()).EventCount);
        Assert.DoesNotContain("seeked", Drain(stream), StringComparison.Ordinal);
        disk.IsFull = false;
        Assert.Null((await session.ExecuteAsync(new SessionCommand.Seek("ana", 1, 5))).Rejection);
        Assert.Contains("seeked", Drain(stream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_phone_that_goes_while_the_disk_is_full_is_gone_once_the_disk_is_not()
    {
        await using var session = Wake();
        await PairAsync(session, "ana");
        await PairAsync(session, "ben");
        var stream = await ListenAsync(session, "ana");
        var other = await ListenAsync(session, "ben");
        disk.IsFull = true;
        await stream.DisposeAsync();
        Drain(other);
        disk.IsFull = false;

        while ((await session.ReadAsync()).Clients["ana"].Active)
        {
            Assert.True(await other.Frames.WaitToReadAsync(TestContext.Current.CancellationToken));
            Drain(other);
        }
    }

    [Fact]
    public async Task A_corrupt_state_can_be_read_and_not_changed_and_its_file_stays_byte_for_byte()
    {
        disk.Bytes = "{ \"eventCount\": 4"u8.ToArray();
        await using var session = Wake();
        await PairAsync(session, "ana");

        var outcome = await session.ExecuteAsync(new SessionCommand.Seek("ana", 0, 5));

        Assert.IsType<Rejection.StateCorrupt>(outcome.Rejection);
        Assert.NotNull(await session.ReadAsync());
        Assert.Equal("{ \"eventCount\": 4", Encoding.UTF8.GetString(disk.Bytes));
    }

    [Fact]
    public async Task What_changes_nothing_on_disk_is_not_written()
    {
        await using var session = Wake();
        await PairAsync(session, "ana");
        var before = disk.Writes;

        var stream = await ListenAsync(session, "ana");

        Assert.Equal(before, disk.Writes);
        await stream.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_that_nobody_reads_is_ended_and_the_others_lose_nothing()
    {
        await using var session = Wake();
        await PairAsync(session, "ana");
        await PairAsync(session, "ben");
        var (deaf, hearing) = (await ListenAsync(session, "ana"), await ListenAsync(session, "ben"));
        var heard = new StringBuilder();
        for (var sent = 0; sent < FeedStream.MostUnread + 10; sent++)
        {
            await session.ExecuteAsync(new SessionCommand.Seek("ben", sent + 1, sent));
            heard.Append(Drain(hearing));
        }

        Assert.True(deaf.Overran.IsCancellationRequested);
        Assert.False(hearing.Overran.IsCancellationRequested);
        Assert.Equal(FeedStream.MostUnread + 10, heard.ToString().Split("event: seeked").Length - 1);
    }

    [Fact]
    public async Task Commands_at_the_same_count_from_many_at_once_are_accepted_once()
    {
        await using var session = Wake();
        await PairAsync(session, "ana");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Task.Run(async () => await session.ExecuteAsync(new SessionCommand.Seek("ana", 1, n)))));

        Assert.Single(outcomes, o => o.Rejection is null);
        Assert.Equal(99, outcomes.Count(o => o.Rejection is Rejection.Stale { ExpectedEventCount: 2 }));
    }

    [Fact]
    public async Task A_session_wakes_up_as_it_was_but_with_nobody_here()
    {
        await using (var before = Wake())
        {
            await PairAsync(before, "ana");
            await ListenAsync(before, "ana");
            await before.ExecuteAsync(new SessionCommand.Play("ana", 1, 3));
            await before.ExecuteAsync(new SessionCommand.AckDownload("ana", 2, "a"));
        }

        await using var session = Wake();
        var state = await session.ReadAsync();

        Assert.Equal((3, PlayMode.Playing, 3d), (state.EventCount, state.PlayState.Mode, state.PlayState.AnchorPositionSec));
        Assert.Equal(["ana"], state.Listeners);
        Assert.False(state.Clients["ana"].Active);
    }

    [Fact]
    public async Task A_closed_session_says_so_ends_its_streams_forgets_its_file_and_knows_nobody()
    {
        await using var session = Wake();
        await PairAsync(session, "ana");
        var stream = await ListenAsync(session, "ana");

        await session.CloseAsync();

        Assert.Contains("\"reason\":\"closed\"", Drain(stream), StringComparison.Ordinal);
        Assert.False(await stream.Frames.WaitToReadAsync(TestContext.Current.CancellationToken));
        await stream.DisposeAsync();
        Assert.Empty((await session.ReadAsync()).Clients);
        Assert.IsType<Rejection.UnknownClient>((await session.ExecuteAsync(new SessionCommand.Pair("ben", "Ben", "", default))).Rejection);
        Assert.IsType<Rejection.UnknownClient>(Assert.IsType<StreamOutcome.Refused>(await session.OpenStreamAsync(null, null, null)).Rejection);
        Assert.Null(disk.Bytes);
    }

    private static async Task PairAsync(SessionActivation session, string clientId)
    {
        await session.ExecuteAsync(new SessionCommand.Reconcile(["a", "b"]));
        Assert.Null((await session.ExecuteAsync(new SessionCommand.Pair(clientId, clientId, "", default))).Rejection);
    }

    private static async Task<FeedStream> ListenAsync(SessionActivation session, string clientId) =>
        Assert.IsType<StreamOutcome.Opened>(await session.OpenStreamAsync(clientId, null, null)).Stream;

    private static string Drain(FeedStream stream)
    {
        var text = new StringBuilder();
        while (stream.Frames.TryRead(out var frame))
        {
            text.Append(Encoding.UTF8.GetString(frame.Span));
        }

        return text.ToString();
    }

    private SessionActivation Wake() =>
        new(disk, Options.Create(new SessionOptions()), TimeProvider.System, Metrics, NullLogger<SessionActivation>.Instance);
}

using CoListen.Silo.Grains;
using CoListen.Silo.Sessions;
using CoListen.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace CoListen.Tests.Grains;

public sealed class SessionGrainTests(TestSilo silo) : IClassFixture<TestSilo>, IDisposable
{
    public void Dispose() => silo.Storage.Failure = null;

    [Fact]
    public async Task Nobody_hears_of_what_is_not_stored()
    {
        var session = await silo.NewSessionAsync("ana");
        var node = silo.NewNode();
        await node.OpenStreamAsync(session, "ana", "1");
        silo.Storage.Failure = new IOException("No space left on device");

        var outcome = await session.Execute(new SessionCommand.Seek("ana", 1, 5));

        Assert.Equal(new Rejection.NotStored(), outcome.Rejection);
        Assert.Equal(1, outcome.Snapshot.EventCount);
        silo.Storage.Failure = null;
        Assert.Null((await session.Execute(new SessionCommand.Seek("ana", 1, 6))).Rejection);
        await node.UntilAsync("seeked");
        Assert.Single(node.Messages, m => m.Name == "seeked");
    }

    [Fact]
    public async Task Who_is_here_is_true_while_the_disk_is_full_and_stored_once_it_is_not()
    {
        var session = await silo.NewSessionAsync("ana", "ben");
        var node = silo.NewNode();
        await node.OpenStreamAsync(session, "ana", "1");
        silo.Storage.Failure = new IOException("No space left on device");

        for (var i = 0; i < 4; i++)
        {
            Assert.Null((await node.OpenStreamAsync(session, "ben", $"b{i}")).Rejection);
            await session.CloseStream($"b{i}");
        }

        Assert.Equal([true, false], (await session.GetSnapshot()).View.Clients.Values.Select(c => c.Active));
        var writes = silo.Storage.Writes;
        silo.Storage.Failure = null;
        while (silo.Storage.Writes == writes)
        {
            await session.GetSnapshot();
        }
    }

    [Fact]
    public async Task A_start_that_follows_from_a_phone_going_waits_for_the_disk()
    {
        var session = await silo.NewSessionAsync("ana", "ben");
        var node = silo.NewNode();
        await node.OpenStreamAsync(session, "ana", "1");
        await node.OpenStreamAsync(session, "ben", "2");
        await session.Execute(new SessionCommand.Play("ana", 1, 0));
        await session.Execute(new SessionCommand.AckDownload("ana", 2, "a"));
        silo.Storage.Failure = new IOException("No space left on device");

        await session.CloseStream("2");

        var snapshot = (await session.GetSnapshot()).View;
        Assert.Equal(2, snapshot.EventCount);
        Assert.Equal(["ana"], snapshot.Barrier!.Members);
        silo.Storage.Failure = null;
        Assert.Equal(3, (await node.UntilAsync("barrier.release")).EventCount);
    }

    [Fact]
    public async Task What_a_person_decides_about_phones_is_refused_where_it_is_not_stored()
    {
        var session = await silo.NewSessionAsync("ana");
        silo.Storage.Failure = new IOException("No space left on device");

        foreach (var command in new SessionCommand[]
        {
            new SessionCommand.Rename("ana", "Anne"), new SessionCommand.SetHost("ana", IsHost: true),
            new SessionCommand.SetControl(Control.Hosts), new SessionCommand.SetEvenLoudness(IsOn: false),
            new SessionCommand.Remove("ana", default),
        })
        {
            var outcome = await session.Execute(command);
            Assert.Equal(new Rejection.NotStored(), outcome.Rejection);
            Assert.Equal((Control.Everyone, true, "ana", false), (
                outcome.Snapshot.Control, outcome.Snapshot.EvenLoudness,
                outcome.Snapshot.Clients["ana"].Name, outcome.Snapshot.Clients["ana"].Host));
        }
    }

    [Fact]
    public async Task A_write_that_may_have_happened_is_undone_or_done_before_anything_else()
    {
        var session = await silo.NewSessionAsync("ana");
        var id = session.GetGrainId();
        var before = silo.Storage.Get(id);
        silo.Storage.Failure = new UncertainWriteException("The directory could not be synced.", new IOException());

        Assert.Equal(new Rejection.NotStored(Uncertain: true), (await session.Execute(new SessionCommand.Seek("ana", 1, 5))).Rejection);

        var writes = silo.Storage.Writes;
        silo.Storage.Failure = null;
        while (silo.Storage.Writes == writes)
        {
            await session.GetSnapshot();
        }

        Assert.Equal(before, silo.Storage.Get(id));
    }

    [Fact]
    public async Task A_corrupt_state_can_be_read_and_not_changed_and_its_record_stays_byte_for_byte()
    {
        const string record = "{ \"eventCount\": 4";
        var session = silo.NewSession();
        silo.Storage.Put(session.GetGrainId(), record);

        Assert.IsType<Rejection.StateCorrupt>((await session.Execute(new SessionCommand.Pair("ana", "Ana", "hash", default))).Rejection);
        Assert.IsType<Rejection.StateCorrupt>((await session.Execute(new SessionCommand.Reconcile([], ["a"]))).Rejection);
        Assert.Equal(Authentication.StateCorrupt, await session.Authenticate("ana", "hash"));
        Assert.Equal(0, (await session.GetSnapshot()).View.EventCount);
        Assert.Equal(record, silo.Storage.Get(session.GetGrainId()));
    }

    [Fact]
    public async Task A_corrupt_state_screams_once_and_wakes_when_it_is_mended()
    {
        var before = await silo.NewSessionAsync("ana");
        var good = silo.Storage.Get(before.GetGrainId())!;
        var session = silo.NewSession();
        var earlier = silo.Log.GetSnapshot().Count(l => l.Level == LogLevel.Critical);
        silo.Storage.Put(session.GetGrainId(), good[..^9]);
        Assert.Equal(Authentication.StateCorrupt, await session.Authenticate("ana", "hash of ana"));

        silo.Storage.Put(session.GetGrainId(), good);

        while (await session.Authenticate("ana", "hash of ana") != Authentication.Paired)
        {
        }

        Assert.Equal(earlier + 1, silo.Log.GetSnapshot().Count(l => l.Level == LogLevel.Critical));
    }

    [Fact]
    public async Task What_changes_nothing_stored_is_not_written()
    {
        var session = await silo.NewSessionAsync("ana");
        var before = silo.Storage.Writes;

        await silo.NewNode().OpenStreamAsync(session, "ana", "1");

        Assert.Equal(before, silo.Storage.Writes);
    }

    [Fact]
    public async Task Commands_at_the_same_count_from_many_at_once_are_accepted_once()
    {
        var session = await silo.NewSessionAsync("ana");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => session.Execute(new SessionCommand.Seek("ana", 1, n))));

        Assert.Single(outcomes, o => o.Rejection is null);
        Assert.Equal(99, outcomes.Count(o => o.Rejection is Rejection.Stale { ExpectedEventCount: 2 }));
    }

    [Fact]
    public async Task A_session_wakes_as_it_was_with_nobody_here()
    {
        var session = await silo.NewSessionAsync("ana");
        await silo.NewNode().OpenStreamAsync(session, "ana", "1");
        await session.Execute(new SessionCommand.Play("ana", 1, 3));
        await session.Execute(new SessionCommand.AckDownload("ana", 2, "a"));

        await silo.Cluster.DeactivateAsync(session);

        var view = (await session.GetSnapshot()).View;
        Assert.Equal((3, PlayMode.Playing, 3d), (view.EventCount, view.PlayState.Mode, view.PlayState.AnchorPositionSec));
        Assert.Equal(["ana"], view.Listeners);
        Assert.False(view.Clients["ana"].Active);
    }

    [Fact]
    public async Task An_activation_that_was_outrun_gives_way_to_what_is_stored()
    {
        var session = await silo.NewSessionAsync("ana");
        var id = session.GetGrainId();
        silo.Storage.Put(id, silo.Storage.Get(id)!.Replace("\"eventCount\": 1", "\"eventCount\": 7", StringComparison.Ordinal));

        await Assert.ThrowsAnyAsync<Exception>(() => session.Execute(new SessionCommand.Seek("ana", 1, 5)));

        while ((await session.GetSnapshot()).View.EventCount != 7)
        {
        }
    }

    [Fact]
    public async Task A_closed_session_says_so_deletes_its_record_and_knows_nobody()
    {
        var session = await silo.NewSessionAsync("ana");
        var node = silo.NewNode();
        await node.OpenStreamAsync(session, "ana", "1");

        await session.Close();

        Assert.Contains(
            "closed", System.Text.Encoding.UTF8.GetString((await node.UntilAsync("refresh")).Payload), StringComparison.Ordinal);
        Assert.Equal(Authentication.Unknown, await session.Authenticate("ana", "hash of ana"));
        Assert.Null(silo.Storage.Get(session.GetGrainId()));
    }

    [Fact]
    public async Task Of_too_many_streams_of_a_client_the_oldest_ends()
    {
        var session = await silo.NewSessionAsync("ana");
        var node = silo.NewNode();

        await node.OpenStreamAsync(session, "ana", "1");
        await node.OpenStreamAsync(session, "ana", "2");
        var third = await node.OpenStreamAsync(session, "ana", "3");

        Assert.Equal((null, "1"), (third.Rejection, third.EndedStreamId));
        Assert.Equal(["1"], (await node.ConnectAsync(session, default, "1", "2", "3")).UnknownStreamIds);
    }

    [Fact]
    public async Task A_node_that_renews_learns_which_of_its_streams_are_those_of_a_removed_phone()
    {
        var session = await silo.NewSessionAsync("ana", "ben");
        var node = silo.NewNode();
        await node.OpenStreamAsync(session, "ana", "1");
        await node.OpenStreamAsync(session, "ben", "2");

        await session.Execute(new SessionCommand.Remove("ana", default));

        var renewed = await node.ConnectAsync(session, default, "1", "2", "3");
        Assert.Equal(["1", "3"], renewed.UnknownStreamIds);
        Assert.Equal(["1"], renewed.RemovedStreamIds);
    }

    [Fact]
    public async Task A_node_gets_what_it_missed_and_a_stranger_gets_none_of_it()
    {
        var session = await silo.NewSessionAsync("ana");
        var (node, stranger) = (silo.NewNode(), silo.NewNode());
        var known = (await node.ConnectAsync(session)).Position;
        await session.Execute(new SessionCommand.Seek("ana", 1, 5));
        await session.Execute(new SessionCommand.Seek("ana", 2, 6));

        var missed = (await node.ConnectAsync(session, known)).Missed!;

        Assert.Equal(["seeked", "seeked"], missed.Select(m => m.Name));
        Assert.Equal([known.Number + 1, known.Number + 2], missed.Select(m => m.Number));
        Assert.Null((await stranger.ConnectAsync(session, known with { Epoch = "another" })).Missed);
    }

    [Fact]
    public async Task A_node_that_ends_takes_its_streams_along()
    {
        var session = await silo.NewSessionAsync("ana");
        var node = silo.NewNode();
        await node.OpenStreamAsync(session, "ana", "1");

        await session.Disconnect(node.Name);

        Assert.False((await session.GetSnapshot()).View.Clients["ana"].Active);
    }
}

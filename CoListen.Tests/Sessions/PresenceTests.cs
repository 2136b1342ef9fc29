using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;
using static CoListen.Tests.Sessions.SessionSpecification;
using static CoListen.Tests.Sessions.SessionDsl;

namespace CoListen.Tests.Sessions;

public sealed class PresenceTests
{
    private static readonly SessionEvent[] Full =
        [.. Enumerable.Range(0, SessionCommand.MaxClients).Select(i => new ClientPaired(Nth(i), Nth(i), "", Noon.AddMinutes(i)))];

    private static SessionEvent[] TheOthersWere => Was([.. Enumerable.Range(1, SessionCommand.MaxClients - 1).Select(Nth)]);

    [Fact]
    public void A_paired_client_is_remembered_and_not_yet_here() =>
        Given().When(Pair("ann")).Then(new ClientPaired("ann", "ann", "hash of ann", Noon)).And(s =>
        {
            Assert.Equal(0, s.EventCount);
            Assert.Empty(s.Active);
        });

    [Fact]
    public void Pairing_again_changes_name_and_token_and_keeps_the_streams() =>
        Given(Here("ann")).When(new SessionCommand.Pair("ann", "Ann", "other", Noon.AddDays(1)))
            .Then(new ClientPaired("ann", "Ann", "other", Noon.AddDays(1))).And(s =>
            {
                Assert.Equal(
                    ("Ann", "other", Noon.AddDays(1)), (s.Clients["ann"].Name, s.Clients["ann"].TokenHash, s.Clients["ann"].LastSeen));
                Assert.Equal(["ann"], s.Active);
            });

    [Fact]
    public void Five_hundred_are_remembered_and_the_longest_away_is_forgotten_first() =>
        Given(Full).When(Pair("new")).Then(new ClientForgotten(Nth(0)), new ClientPaired("new", "new", "hash of new", Noon))
            .And(s => Assert.Equal(500, s.Clients.Count));

    [Fact]
    public void Of_those_equally_long_away_the_same_one_is_always_forgotten() =>
        Given([.. Full.Cast<ClientPaired>().Select(c => c with { At = Noon })])
            .When(Pair("new")).Then(new ClientForgotten(Nth(0)), new ClientPaired("new", "new", "hash of new", Noon));

    [Fact]
    public void The_five_hundredth_client_displaces_nobody() =>
        Given(Full[1..]).When(Pair("new")).Then(new ClientPaired("new", "new", "hash of new", Noon));

    [Fact]
    public void Pairing_a_known_client_again_displaces_nobody() =>
        Given(Full).When(Pair(Nth(7))).Then(new ClientPaired(Nth(7), Nth(7), $"hash of {Nth(7)}", Noon));

    [Fact]
    public void Who_paired_and_never_came_is_forgotten_before_those_who_were_here() =>
        Given(Full, Was(Nth(0), Nth(1), Nth(3)))
            .When(Pair("new")).Then(new ClientForgotten(Nth(2)), new ClientPaired("new", "new", "hash of new", Noon));

    [Fact]
    public void However_many_pair_those_who_were_here_before_stay()
    {
        var state = SessionEvolver.Apply(SessionState.Fresh, [.. Here("mum", "dad"), .. Gone("mum", "dad")]);
        for (var i = 0; i < 2 * SessionCommand.MaxClients; i++)
        {
            var decision = (Decision.Accepted)SessionDecider.Decide(state, Pair($"guest {i}", Noon.AddMinutes(i)));
            state = SessionEvolver.Apply(state, decision.Events);
        }

        Assert.Equal(SessionCommand.MaxClients, state.Clients.Count);
        Assert.Contains("mum", state.Clients.Keys);
        Assert.Contains("dad", state.Clients.Keys);
    }

    [Fact]
    public void Who_is_asleep_is_here_and_is_not_forgotten() =>
        Given(Full, [new StreamOpened(Nth(0), "s", false), new ClientSlept(Nth(0))])
            .When(Pair("new")).Then(new ClientForgotten(Nth(1)), new ClientPaired("new", "new", "hash of new", Noon));

    [Fact]
    public void A_restart_counts_as_having_been_here() =>
        Given(Full, [new StreamOpened(Nth(0), "s", false), new StreamsLost()])
            .When(Pair("new")).Then(new ClientForgotten(Nth(1)), new ClientPaired("new", "new", "hash of new", Noon));

    [Fact]
    public void Whom_the_host_removes_is_gone_and_nobody_waits_for_it() =>
        Given(ARoom, Waiting(Track, "A", 0, "ann", "bob"), [new MemberReady("bob")]).When(Remove("ann"))
            .Then(new StreamClosed("ann", "ann", Noon), new MemberLeft("ann"), new ClientForgotten("ann"), Released(Track, "A", 0, "bob"))
            .And(s => Assert.Equal(["bob"], s.Clients.Keys))
            .When(Open("ann", "2")).ThenRejected(new Rejection.UnknownClient());

    [Fact]
    public void Who_is_not_paired_cannot_be_removed() => Given(ARoom).When(Remove("cid")).ThenRejected(new Rejection.UnknownClient());

    [Fact]
    public void Longest_away_counts_from_the_end_of_the_last_stream() =>
        Given(Full, [new StreamOpened(Nth(0), "s", false), new StreamClosed(Nth(0), "s", Noon.AddDays(1))])
            .When(Pair("new")).Then(new ClientForgotten(Nth(1)), new ClientPaired("new", "new", "hash of new", Noon));

    [Fact]
    public void Nobody_who_is_here_is_forgotten() =>
        Given(Full, [new StreamOpened(Nth(0), "s", false)])
            .When(Pair("new")).Then(new ClientForgotten(Nth(1)), new ClientPaired("new", "new", "hash of new", Noon));

    [Fact]
    public void A_crowd_that_is_all_here_is_remembered_whole_until_it_goes() =>
        Given(Full, [.. Full.Cast<ClientPaired>().Select(c => new StreamOpened(c.ClientId, c.ClientId, false))])
            .When(Pair("new")).Then(new ClientPaired("new", "new", "hash of new", Noon))
            .When(Leave(Nth(3)), Leave(Nth(4)), Pair("newer")).And(s => Assert.Equal(500, s.Clients.Count));

    [Fact]
    public void Who_is_forgotten_is_no_listener_any_more() =>
        Given([Queue("A")], Full, TheOthersWere, [new StreamOpened(Nth(0), "s", false)], Playing("A", Nth(0)), [new StreamClosed(
            Nth(0), "s", Noon)])
            .When(Pair("new")).Then(
                new ListenerLeft(Nth(0)), new ClientForgotten(Nth(0)), new ClientPaired("new", "new", "hash of new", Noon));

    [Fact]
    public void Who_is_forgotten_after_a_restart_is_not_waited_for_any_more() =>
        Given(
            [Queue("A")], Full, TheOthersWere, [new StreamOpened(Nth(0), "s", false)], Waiting(Track, "A", 0, Nth(0)), [new StreamsLost()])
            .When(Pair("new")).Then(
                new MemberLeft(Nth(0)), new ClientForgotten(Nth(0)), new ClientPaired("new", "new", "hash of new", Noon));

    [Fact]
    public void A_client_is_here_with_its_first_stream() =>
        Given(Paired("ann")).When(Open("ann", "1")).Then(new StreamOpened("ann", "1", false)).And(s => Assert.Equal(["ann"], s.Active));

    [Fact]
    public void A_client_is_here_as_long_as_one_stream_is_open() =>
        Given(Here("ann")).When(Open("ann", "2"), Close("ann", "ann")).Then(new StreamClosed("ann", "ann", Noon))
            .And(s => Assert.Equal(["ann"], s.Active))
            .When(Close("ann", "2")).Then(new StreamClosed("ann", "2", Noon)).And(s => Assert.Empty(s.Active));

    [Fact]
    public void A_stream_ends_once() => Given(Here("ann"), Gone("ann")).When(Close("ann", "ann")).ThenNothing();

    [Fact]
    public void Who_is_not_paired_has_no_streams()
    {
        Given().When(Open("ann", "1")).ThenRejected(new Rejection.UnknownClient());
        Given().When(Close("ann", "1")).ThenNothing();
        Given().When(Leave("ann")).ThenNothing();
    }

    [Fact]
    public void Who_comes_here_while_a_barrier_waits_is_waited_for() =>
        Given(ARoom, Paired("cid"), Waiting(Track, "A", 0, "ann", "bob"))
            .When(Open("cid", "1")).Then(new StreamOpened("cid", "1", false), new MemberJoined("cid"));

    [Fact]
    public void Who_comes_here_after_the_release_is_silent_until_the_next_barrier() =>
        Given(ARoom, Playing("A", "ann", "bob"), Paired("cid"))
            .When(Open("cid", "1")).Then(new StreamOpened("cid", "1", false)).And(s => Assert.Equal(["ann", "bob"], s.Listeners))
            .When(Next("ann")).Then(Queue("B", "C", "A"), Opened(Track, "B", 0, "ann", "bob", "cid"));

    [Fact]
    public void Who_comes_here_while_paused_takes_part_in_the_next_start() =>
        Given(ARoom, Playing("A", "ann", "bob"), [new Paused(9)], Paired("cid"))
            .When(Open("cid", "1"), Play("ann", 9)).Then(Opened(Resume, "A", 9, "ann", "bob", "cid"));

    [Fact]
    public void A_late_joiner_who_claims_to_sound_is_not_believed() =>
        Given(ARoom, Playing("A", "ann", "bob"), Paired("cid"))
            .When(Open("cid", "1", sounding: 3)).Then(new StreamOpened("cid", "1", false));

    /// <summary>They were here and have gone.</summary>
    private static SessionEvent[] Was(params string[] clients) =>
        [.. clients.SelectMany(id => new SessionEvent[] { new StreamOpened(id, id, false), new StreamClosed(id, id, Noon) })];

    private static string Nth(int i) => $"c{i:D3}";
}

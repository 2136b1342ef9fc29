using CoListen.Silo.Sessions;
using static CoListen.Tests.Sessions.SessionSpecification;
using static CoListen.Tests.Sessions.SessionDsl;

namespace CoListen.Tests.Sessions;

public sealed class SessionDeciderTests
{
    [Fact]
    public void A_command_against_an_older_state_is_refused_with_the_count_that_is() =>
        Given(ARoom, Playing("A", "ann")).When(new SessionCommand.Pause("ann", 2, 5)).ThenRejected(new Rejection.Stale(3));

    [Fact]
    public void A_command_against_a_state_that_never_was_is_refused_too() =>
        Given(ARoom).When(new SessionCommand.Pause("ann", 2, 5)).ThenRejected(new Rejection.Stale(1));

    [Fact]
    public void The_same_command_is_accepted_once() =>
        Given(ARoom).When(new SessionCommand.Seek("ann", 1, 5)).Then(new SessionEvent.Seeked(5))
            .When(new SessionCommand.Seek("ann", 1, 5)).ThenRejected(new Rejection.Stale(2));

    [Fact]
    public void An_unpaired_client_commands_nothing_however_current_it_is() =>
        Given(ARoom).When(Play("cid", 0)).ThenRejected(new Rejection.UnknownClient());

    [Fact]
    public void A_stale_command_is_called_stale_whatever_else_is_wrong_with_it()
    {
        Given(Here("ann")).When(new SessionCommand.Play("ann", 9, 0)).ThenRejected(new Rejection.Stale(0));
        Given(ARoom).When(new SessionCommand.Nudge("ann", 9, "X")).ThenRejected(new Rejection.Stale(1));
        Given(ARoom).When(new SessionCommand.StartNow("ann", 9)).ThenRejected(new Rejection.Stale(1));
        Given(ARoom).When(new SessionCommand.AckDownload("ann", 9, "A")).ThenRejected(new Rejection.Stale(1));
    }

    [Fact]
    public void Somebody_who_is_paired_but_has_no_stream_may_command() =>
        Given(ARoom, Paired("cid")).When(Play("cid", 0)).Then(Opened(Resume, "A", 0, "ann", "bob"));

    [Fact]
    public void Somebody_who_joins_or_is_ready_does_not_make_a_command_stale() =>
        Given(ARoom, Paired("cid"), Waiting(Track, "A", 0, "ann", "bob"))
            .When(Open("cid", "1"), Ack("ann", "A"), new SessionCommand.Pause("bob", 2, 0)).Then(new SessionEvent.Paused(0));
}

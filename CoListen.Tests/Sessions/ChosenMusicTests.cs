using CoListen.Silo.Sessions;
using static CoListen.Silo.Sessions.SessionEvent;
using static CoListen.Tests.Sessions.SessionDsl;
using static CoListen.Tests.Sessions.SessionSpecification;

namespace CoListen.Tests.Sessions;

/// <summary>What plays in a room is chosen. What is chosen in which mode stands in <see cref="SessionDeciderTableTests"/>.</summary>
public sealed class ChosenMusicTests
{
    [Fact]
    public void Only_what_is_chosen_plays_in_the_order_of_the_music() =>
        Given(ARoom, [new Paused(3)]).When(Choose("Duets", "C", "A", "X")).Then(Chosen("Duets"), Queue("A", "C", "X"))
            .And(s => Assert.Equal(new PlayState(PlayMode.Paused, 3), s.PlayState));

    [Fact]
    public void What_sounds_goes_on_until_it_ends_and_leaves_then() =>
        Given(ARoom, Playing("A", "ann")).When(Choose("Duets", "C", "B"))
            .Then(Chosen("Duets"), Queue("A", "C", "B"), new CurrentVanished(true))
            .When(Next("ann")).Then(Queue("C", "B"), Opened(Track, "C", 0, "ann", "bob"));

    [Fact]
    public void What_sounds_stays_when_it_is_chosen_again_before_it_ends() =>
        Given(ARoom, Playing("A", "ann"))
            .When(Choose("Duets", "C", "B"), ChooseEverything("A", "B", "C"))
            .Then(Chosen(), Queue("A", "B", "C"), new CurrentVanished(false));

    [Fact]
    public void Wishes_that_are_chosen_stay_in_front() =>
        Given([Queue("A", "B", "C", "D")], Here("ann")).When(Wish("ann", "D"), Wish("ann", "B"), Choose("Duets", "A", "C", "D"))
            .And(s => Assert.Equal("queue [*A D(ann) C]", Describe.Of(s.Queue)));

    [Fact]
    public void What_is_put_aside_and_not_chosen_is_forgotten() =>
        Given(ARoom).When(NotTonight("ann", "B"), NotTonight("ann", "C"), Choose("Duets", "A", "B"))
            .And(s => Assert.Equal("queue [*A] aside {B}", Describe.Of(s.Queue)))
            .When(ChooseEverything("A", "B", "C")).And(s => Assert.Equal("queue [*A C] aside {B}", Describe.Of(s.Queue)));

    [Fact]
    public void A_scan_finds_other_tracks_of_what_is_chosen() =>
        Given(ARoom, [Chosen("Duets")]).When(AlbumOf("Duets", "A", "B", "C", "X")).Then(Queue("A", "B", "C", "X"));

    [Fact]
    public void A_choice_of_which_nothing_is_left_leaves_an_empty_room_and_stays() =>
        Given(ARoom, [Chosen("Duets")]).When(AlbumOf("Duets")).Then(Queue(), new Paused(0, PauseReasons.LibraryChanged))
            .When(Play("ann", 0)).ThenRejected(new Rejection.EmptyQueue())
            .When(AlbumOf("Duets", "B")).Then(Queue("B"));

    [Fact]
    public void The_tracks_of_an_earlier_choice_are_refused() =>
        Given(ARoom, [Chosen("Duets")]).When(LibraryOf("A", "B")).ThenRejected(new Rejection.OtherMusic());

    [Fact]
    public void The_same_choice_again_changes_nothing_in_the_queue() =>
        Given(ARoom, [Chosen("Duets")]).When(Choose("Duets", "A", "B", "C")).Then(Chosen("Duets"));

    [Fact]
    public void Other_music_cannot_be_undone_by_a_phone() =>
        Given(ARoom).When(Nudge("ann", "C"), Choose("Duets", "A", "B"), Undo("ann")).ThenRejected(new Rejection.NothingToUndo());
}

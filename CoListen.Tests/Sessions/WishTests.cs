using CoListen.Silo.Sessions;
using static CoListen.Tests.Sessions.SessionDsl;
using static CoListen.Tests.Sessions.SessionSpecification;

namespace CoListen.Tests.Sessions;

public sealed class WishTests
{
    private static readonly SessionEvent[] Room = [Queue("A", "B", "C", "D", "E", "F", "G"), .. Here("ann", "bob", "cid")];

    [Fact]
    public void A_wish_stands_right_behind_the_current_track_and_says_whose_it_is() =>
        Given(Room).When(Wish("ann", "E")).And(Is("queue [*A E(ann) B C D F G]"));

    [Fact]
    public void Wishers_take_turns_and_within_a_round_who_came_first_is_first() =>
        Given(Room).When(Wish("ann", "C"), Wish("ann", "D"), Wish("ann", "E"), Wish("bob", "F"), Wish("cid", "G"), Wish("bob", "B"))
            .And(Is("queue [*A C(ann) F(bob) G(cid) D(ann) B(bob) E(ann)]"));

    [Fact]
    public void Who_has_no_wish_left_that_waits_is_in_the_first_round_again() =>
        Given(Room).When(Wish("ann", "C"), Wish("bob", "D"), Wish("bob", "E"), Next("cid"), Wish("ann", "F"))
            .And(Is("queue [*C D(bob) F(ann) E(bob) B G A]"));

    [Fact]
    public void Nobody_gets_a_second_song_before_somebody_who_came_later_got_a_first() =>
        Given(Room).When(Wish("ann", "C"), Wish("ann", "D"), Next("cid"), Wish("bob", "E"))
            .And(Is("queue [*C E(bob) D(ann) B F G A]"));

    [Fact]
    public void A_wish_keeps_its_round_when_the_one_before_it_has_begun() =>
        Given(Room).When(Wish("ann", "C"), Wish("bob", "D"), Wish("bob", "E"), Wish("ann", "F"))
            .And(Is("queue [*A C(ann) D(bob) E(bob) F(ann) B G]"))
            .When(Next("cid")).And(Is("queue [*C D(bob) E(bob) F(ann) B G A]"));

    [Fact]
    public void A_wish_that_becomes_current_is_no_wish_any_more() =>
        Given(Room).When(Wish("ann", "C"), Next("bob")).And(Is("queue [*C B D E F G A]"));

    [Fact]
    public void A_nudge_stands_in_front_of_the_wishes_and_stays_there() =>
        Given(Room).When(Wish("ann", "C"), Nudge("bob", "F"), Wish("cid", "D")).And(Is("queue [*A F C(ann) D(cid) B E G]"));

    [Fact]
    public void A_wish_waits_behind_an_older_nudge_too() =>
        Given(Room).When(Nudge("bob", "F"), Wish("ann", "C")).And(Is("queue [*A F C(ann) B D E G]"));

    [Fact]
    public void A_nudged_or_moved_wish_is_no_wish_any_more()
    {
        Given(Room).When(Wish("ann", "C"), Wish("bob", "D"), Nudge("cid", "D")).And(Is("queue [*A D C(ann) B E F G]"));
        Given(Room).When(Wish("ann", "C"), Wish("bob", "D"), Move("cid", "C", "D")).And(Is("queue [*A D(bob) C B E F G]"));
    }

    [Fact]
    public void A_track_is_wished_once_and_not_where_it_is_coming_anyway() =>
        Given(Room)
            .When(Wish("ann", "C"), Wish("ann", "C")).ThenRejected(new Rejection.AlreadyComing())
            .When(Wish("bob", "C")).ThenRejected(new Rejection.AlreadyComing())
            .When(Nudge("ann", "D"), Wish("bob", "D")).ThenRejected(new Rejection.AlreadyComing());

    [Fact]
    public void A_wish_that_is_taken_back_goes_to_the_end_and_the_others_move_up() =>
        Given(Room).When(Wish("ann", "C"), Wish("bob", "D"), Wish("bob", "E"), Wish("ann", "F"), Unwish("ann", "C"))
            .And(Is("queue [*A D(bob) F(ann) E(bob) B G C]"));

    [Fact]
    public void Nobody_takes_back_what_somebody_else_wished() =>
        Given(Room).When(Wish("ann", "C"), Unwish("bob", "C")).ThenRejected(new Rejection.NotYourWish());

    [Fact]
    public void A_wish_whose_file_vanishes_is_gone() =>
        Given(Room).When(Wish("ann", "C"), Wish("ann", "D"), LibraryOf("A", "B", "D", "E"))
            .And(Is("queue [*A D(ann) B E]"));

    private static Action<SessionState> Is(string expected) => state => Assert.Equal(expected, Describe.Of(state.Queue));
}

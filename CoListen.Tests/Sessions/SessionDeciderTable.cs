namespace CoListen.Tests.Sessions;

/// <summary>
/// What every command does in every mode, for every standing of the one whom it concerns, written out. The rooms are those of
/// <see cref="SessionDeciderTableTests"/>. A cell: the command, the mode, the standings it holds for, the outcome. "no:" refuses; WHO is
/// the one whom the command concerns.
/// </summary>
internal static class SessionDeciderTable
{
    public const string Text = """
        Play @30
          empty     away                    no: EmptyQueue
          idle      away                    opened resume A@30 {}
          paused    listener late away      opened resume A@30 {late listener}
          playing   listener late away      opened resume A@30 {late listener}
          track     listener late away      opened resume A@30 {late listener}
          resume    listener late away      opened resume A@30 {late listener}

        Play
          empty     away                    no: EmptyQueue
          idle      away                    opened resume A@0 {}
          paused    listener late away      opened resume A@20 {late listener}
          playing   listener late away      opened resume A@7 {late listener}
          track     listener late away      opened resume A@0 {late listener}
          resume    listener late away      opened resume A@20 {late listener}

        Pause @30
          empty     away                    no: EmptyQueue
          idle      away                    paused @30
          paused    listener late away      paused @30
          playing   listener late away      paused @30
          track     listener late away      paused @30
          resume    listener late away      paused @30

        Pause
          empty     away                    no: EmptyQueue
          idle      away                    paused @0
          paused    listener late away      paused @20
          playing   listener late away      paused @7
          track     listener late away      paused @0
          resume    listener late away      paused @20

        Seek @30
          empty     away                    no: EmptyQueue
          idle      away                    seeked @30
          paused    listener late away      seeked @30
          playing   listener late away      seeked @30
          track     listener late away      seeked @30
          resume    listener late away      seeked @30

        Next
          empty     away                    no: EmptyQueue
          idle      away                    queue [*B C A]; opened track B@0 {}
          paused    listener late away      queue [*B C A]; opened track B@0 {late listener}
          playing   listener late away      queue [*B C A]; opened track B@0 {late listener}
          track     listener late away      queue [*B C A]; opened track B@0 {late listener}
          resume    listener late away      queue [*B C A]; opened track B@0 {late listener}

        Nudge C
          empty     away                    no: EmptyQueue
          idle      away                    queue [*A C B]
          paused    listener late away      queue [*A C B]
          playing   listener late away      queue [*A C B]
          track     listener late away      queue [*A C B]
          resume    listener late away      queue [*A C B]

        Nudge A
          empty     away                    no: EmptyQueue
          idle      away                    no: AlreadyCurrent
          paused    listener late away      no: AlreadyCurrent
          playing   listener late away      no: AlreadyCurrent
          track     listener late away      no: AlreadyCurrent
          resume    listener late away      no: AlreadyCurrent

        Nudge X
          empty     away                    no: EmptyQueue
          idle      away                    no: UnknownTrack
          paused    listener late away      no: UnknownTrack
          playing   listener late away      no: UnknownTrack
          track     listener late away      no: UnknownTrack
          resume    listener late away      no: UnknownTrack

        Next ended
          empty     away                    no: EmptyQueue
          idle      away                    queue [*B C A]; opened track B@0 {}
          paused    listener late away      queue [*B C A]; opened track B@0 {late listener}
          playing   listener late away      queue [*B C A]; opened track B@0 {late listener}
          track     listener late away      queue [*B C A]; opened track B@0 {late listener}
          resume    listener late away      queue [*B C A]; opened track B@0 {late listener}

        Previous
          empty     away                    no: EmptyQueue
          idle      away                    queue [*C A B]; opened track C@0 {}
          paused    listener late away      queue [*C A B]; opened track C@0 {late listener}
          playing   listener late away      queue [*C A B]; opened track C@0 {late listener}
          track     listener late away      queue [*C A B]; opened track C@0 {late listener}
          resume    listener late away      queue [*C A B]; opened track C@0 {late listener}

        Wish C
          empty     away                    no: EmptyQueue
          idle      away                    queue [*A C(WHO) B]
          paused    listener late away      queue [*A C(WHO) B]
          playing   listener late away      queue [*A C(WHO) B]
          track     listener late away      queue [*A C(WHO) B]
          resume    listener late away      queue [*A C(WHO) B]

        Wish A
          empty     away                    no: EmptyQueue
          idle      away                    no: AlreadyCurrent
          paused    listener late away      no: AlreadyCurrent
          playing   listener late away      no: AlreadyCurrent
          track     listener late away      no: AlreadyCurrent
          resume    listener late away      no: AlreadyCurrent

        Wish X
          empty     away                    no: EmptyQueue
          idle      away                    no: UnknownTrack
          paused    listener late away      no: UnknownTrack
          playing   listener late away      no: UnknownTrack
          track     listener late away      no: UnknownTrack
          resume    listener late away      no: UnknownTrack

        Unwish C
          empty     away                    no: EmptyQueue
          idle      away                    no: NotYourWish
          paused    listener late away      no: NotYourWish
          playing   listener late away      no: NotYourWish
          track     listener late away      no: NotYourWish
          resume    listener late away      no: NotYourWish

        Unwish X
          empty     away                    no: EmptyQueue
          idle      away                    no: UnknownTrack
          paused    listener late away      no: UnknownTrack
          playing   listener late away      no: UnknownTrack
          track     listener late away      no: UnknownTrack
          resume    listener late away      no: UnknownTrack

        Move B after C
          empty     away                    no: EmptyQueue
          idle      away                    queue [*A C B]
          paused    listener late away      queue [*A C B]
          playing   listener late away      queue [*A C B]
          track     listener late away      queue [*A C B]
          resume    listener late away      queue [*A C B]

        Move A after C
          empty     away                    no: EmptyQueue
          idle      away                    no: AlreadyCurrent
          paused    listener late away      no: AlreadyCurrent
          playing   listener late away      no: AlreadyCurrent
          track     listener late away      no: AlreadyCurrent
          resume    listener late away      no: AlreadyCurrent

        Move B after X
          empty     away                    no: EmptyQueue
          idle      away                    no: UnknownTrack
          paused    listener late away      no: UnknownTrack
          playing   listener late away      no: UnknownTrack
          track     listener late away      no: UnknownTrack
          resume    listener late away      no: UnknownTrack

        NotTonight C
          empty     away                    no: EmptyQueue
          idle      away                    queue [*A B] aside {C}
          paused    listener late away      queue [*A B] aside {C}
          playing   listener late away      queue [*A B] aside {C}
          track     listener late away      queue [*A B] aside {C}
          resume    listener late away      queue [*A B] aside {C}

        NotTonight A
          empty     away                    no: EmptyQueue
          idle      away                    no: AlreadyCurrent
          paused    listener late away      no: AlreadyCurrent
          playing   listener late away      no: AlreadyCurrent
          track     listener late away      no: AlreadyCurrent
          resume    listener late away      no: AlreadyCurrent

        BringBack C
          empty     away                    no: UnknownTrack
          idle      away                    no: UnknownTrack
          paused    listener late away      no: UnknownTrack
          playing   listener late away      no: UnknownTrack
          track     listener late away      no: UnknownTrack
          resume    listener late away      no: UnknownTrack

        Shuffle
          empty     away                    no: EmptyQueue
          idle      away                    queue [*A C B]
          paused    listener late away      queue [*A C B]
          playing   listener late away      queue [*A C B]
          track     listener late away      queue [*A C B]
          resume    listener late away      queue [*A C B]

        Undo
          empty     away                    no: NothingToUndo
          idle      away                    no: NothingToUndo
          paused    listener late away      no: NothingToUndo
          playing   listener late away      no: NothingToUndo
          track     listener late away      no: NothingToUndo
          resume    listener late away      no: NothingToUndo

        AckDownload A
          empty     away                    nothing
          idle      away                    nothing
          paused    listener late away      nothing
          playing   listener late away      nothing
          track     listener                nothing
          track     late                    late ready; released track A@0 {late listener}
          track     away                    nothing
          resume    listener                nothing
          resume    late                    late ready; released resume A@20 {late listener}
          resume    away                    nothing

        AckDownload B
          empty     away                    nothing
          idle      away                    nothing
          paused    listener late away      nothing
          playing   listener late away      nothing
          track     listener late away      nothing
          resume    listener late away      nothing

        SitOut A
          empty     away                    nothing
          idle      away                    nothing
          paused    listener late away      nothing
          playing   listener                listener sat out; listener silent
          playing   late                    late sat out
          playing   away                    away sat out
          track     listener                listener sat out
          track     late                    late sat out; released track A@0 {listener}
          track     away                    away sat out
          resume    listener                listener sat out
          resume    late                    late sat out; released resume A@20 {listener}
          resume    away                    away sat out

        SitOut A by format
          empty     away                    nothing
          idle      away                    nothing
          paused    listener late away      nothing
          playing   listener                listener sat out (Format); listener silent
          playing   late                    late sat out (Format)
          playing   away                    away sat out (Format)
          track     listener                listener sat out (Format)
          track     late                    late sat out (Format); released track A@0 {listener}
          track     away                    away sat out (Format)
          resume    listener                listener sat out (Format)
          resume    late                    late sat out (Format); released resume A@20 {listener}
          resume    away                    away sat out (Format)

        SitOut B
          empty     away                    nothing
          idle      away                    nothing
          paused    listener late away      nothing
          playing   listener late away      nothing
          track     listener late away      nothing
          resume    listener late away      nothing

        StartNow
          empty     away                    no: EmptyQueue
          idle      away                    no: NoBarrier
          paused    listener late away      no: NoBarrier
          playing   listener late away      no: NoBarrier
          track     listener late away      released track A@0 {listener}
          resume    listener late away      released resume A@20 {listener}

        Rejoin
          empty     away                    no: NotInTheSong
          idle      away                    no: NotInTheSong
          paused    listener                no: Stale
          paused    late away               no: NotInTheSong
          playing   listener                nothing
          playing   late away               no: NotInTheSong
          track     listener                no: Stale
          track     late away               no: NotInTheSong
          resume    listener                no: Stale
          resume    late away               no: NotInTheSong

        Sleep
          empty     away                    nothing
          idle      away                    nothing
          paused    listener                listener asleep; listener silent
          paused    late                    late asleep
          paused    away                    nothing
          playing   listener                listener asleep; listener silent
          playing   late                    late asleep
          playing   away                    nothing
          track     listener                listener asleep; listener left; listener silent
          track     late                    late asleep; late left; released track A@0 {listener}
          track     away                    nothing
          resume    listener                listener asleep; listener left; listener silent
          resume    late                    late asleep; late left; released resume A@20 {listener}
          resume    away                    nothing

        Sleep by pause
          empty     away                    nothing
          idle      away                    nothing
          paused    listener                listener asleep (Paused); listener silent
          paused    late                    late asleep (Paused)
          paused    away                    nothing
          playing   listener                listener asleep (Paused); listener silent
          playing   late                    late asleep (Paused)
          playing   away                    nothing
          track     listener                listener asleep (Paused); listener left; listener silent
          track     late                    late asleep (Paused); late left; released track A@0 {listener}
          track     away                    nothing
          resume    listener                listener asleep (Paused); listener left; listener silent
          resume    late                    late asleep (Paused); late left; released resume A@20 {listener}
          resume    away                    nothing

        Pair
          empty     away                    paired away as new name
          idle      away                    paired away as new name
          paused    listener                paired listener as new name
          paused    late                    paired late as new name
          paused    away                    paired away as new name
          playing   listener                paired listener as new name
          playing   late                    paired late as new name
          playing   away                    paired away as new name
          track     listener                paired listener as new name
          track     late                    paired late as new name
          track     away                    paired away as new name
          resume    listener                paired listener as new name
          resume    late                    paired late as new name
          resume    away                    paired away as new name

        Rename
          empty     away                    WHO is called new name
          idle      away                    WHO is called new name
          paused    listener late away      WHO is called new name
          playing   listener late away      WHO is called new name
          track     listener late away      WHO is called new name
          resume    listener late away      WHO is called new name

        SetHost
          empty     away                    WHO is a host
          idle      away                    WHO is a host
          paused    listener late away      WHO is a host
          playing   listener late away      WHO is a host
          track     listener late away      WHO is a host
          resume    listener late away      WHO is a host

        SetControl
          empty     away                    control: Hosts
          idle      away                    control: Hosts
          paused    listener late away      control: Hosts
          playing   listener late away      control: Hosts
          track     listener late away      control: Hosts
          resume    listener late away      control: Hosts

        SetEvenLoudness
          empty     away                    even loudness off
          idle      away                    even loudness off
          paused    listener late away      even loudness off
          playing   listener late away      even loudness off
          track     listener late away      even loudness off
          resume    listener late away      even loudness off

        OpenStream silent
          empty     away                    away+ silent
          idle      away                    away+ silent
          paused    listener                listener+ silent
          paused    late                    late+ silent
          paused    away                    away+ silent
          playing   listener                listener+ silent
          playing   late                    late+ silent
          playing   away                    away+ silent
          track     listener                listener+ silent; listener joined
          track     late                    late+ silent
          track     away                    away+ silent; away joined
          resume    listener                listener+ silent; listener joined
          resume    late                    late+ silent
          resume    away                    away+ silent; away joined

        OpenStream sounding
          empty     away                    away+ silent
          idle      away                    away+ silent
          paused    listener                listener+ sounding
          paused    late                    late+ silent
          paused    away                    away+ silent
          playing   listener                listener+ sounding
          playing   late                    late+ silent
          playing   away                    away+ silent
          track     listener                listener+ sounding; listener joined
          track     late                    late+ silent
          track     away                    away+ silent; away joined
          resume    listener                listener+ sounding; listener joined
          resume    late                    late+ silent
          resume    away                    away+ silent; away joined

        CloseStream
          empty     away                    nothing
          idle      away                    nothing
          paused    listener                listener-
          paused    late                    late-
          paused    away                    nothing
          playing   listener                listener-
          playing   late                    late-
          playing   away                    nothing
          track     listener                listener-; listener left
          track     late                    late-; late left; released track A@0 {listener}
          track     away                    nothing
          resume    listener                listener-; listener left
          resume    late                    late-; late left; released resume A@20 {listener}
          resume    away                    nothing

        Leave
          empty     away                    nothing
          idle      away                    nothing
          paused    listener                listener silent; listener-
          paused    late                    late-
          paused    away                    nothing
          playing   listener                listener silent; listener-; opened resume A@0 {late}
          playing   late                    late-
          playing   away                    nothing
          track     listener                listener silent; listener-; listener left
          track     late                    late-; late left; released track A@0 {listener}
          track     away                    nothing
          resume    listener                listener silent; listener-; listener left
          resume    late                    late-; late left; released resume A@20 {listener}
          resume    away                    nothing

        Remove
          empty     away                    forgot away
          idle      away                    forgot away
          paused    listener                listener silent; listener-; forgot listener
          paused    late                    late-; forgot late
          paused    away                    forgot away
          playing   listener                listener silent; listener-; opened resume A@0 {late}; forgot listener
          playing   late                    late-; forgot late
          playing   away                    forgot away
          track     listener                listener silent; listener-; listener left; forgot listener
          track     late                    late-; late left; forgot late; released track A@0 {listener}
          track     away                    forgot away
          resume    listener                listener silent; listener-; listener left; forgot listener
          resume    late                    late-; late left; forgot late; released resume A@20 {listener}
          resume    away                    forgot away

        SetAside
          empty     away                    nothing
          idle      away                    nothing
          paused    listener late away      nothing
          playing   listener late away      nothing
          track     listener                nothing
          track     late                    late stalled; released track A@0 {listener}
          track     away                    nothing
          resume    listener                nothing
          resume    late                    late stalled; released resume A@20 {listener}
          resume    away                    nothing

        EndGrace
          empty     away                    nothing
          idle      away                    nothing
          paused    listener late away      nothing
          playing   listener late away      nothing
          track     listener late away      nothing
          resume    listener late away      nothing

        Reconcile B C D
          empty     away                    queue [*B C D]
          idle      away                    queue [*B C D]; paused @0 library-changed
          paused    listener late away      queue [*B C D]; paused @0 library-changed
          playing   listener late away      queue [*A B C D]; current vanished
          track     listener late away      queue [*B C D]; opened track B@0 {late listener}
          resume    listener late away      queue [*B C D]; opened track B@0 {late listener}

        Reconcile for other music
          empty     away                    no: OtherMusic
          idle      away                    no: OtherMusic
          paused    listener late away      no: OtherMusic
          playing   listener late away      no: OtherMusic
          track     listener late away      no: OtherMusic
          resume    listener late away      no: OtherMusic

        ChooseMusic C B
          empty     away                    music: {an album}; queue [*C B]
          idle      away                    music: {an album}; queue [*C B]; paused @0 library-changed
          paused    listener late away      music: {an album}; queue [*C B]; paused @0 library-changed
          playing   listener late away      music: {an album}; queue [*A C B]; current vanished
          track     listener late away      music: {an album}; queue [*C B]; opened track C@0 {late listener}
          resume    listener late away      music: {an album}; queue [*C B]; opened track C@0 {late listener}

        Restart
          empty     away                    all streams lost
          idle      away                    all streams lost
          paused    listener late away      all streams lost
          playing   listener late away      all streams lost
          track     listener late away      all streams lost
          resume    listener late away      all streams lost
        """;
}

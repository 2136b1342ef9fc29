namespace CoListen.Silo.Sessions;

/// <summary>Why a phone does not sound a track that the others hear, as the phone says it.</summary>
internal enum SilenceReason
{
    /// <summary>Its browser cannot play it.</summary>
    Format,

    /// <summary>A call came, or the headphones are out.</summary>
    Interrupted,

    /// <summary>Its person paused this phone alone.</summary>
    Paused,

    /// <summary>Its browser wants a tap before it sounds.</summary>
    Blocked,

    /// <summary>It plays the track from its start only, and the others begin in its middle.</summary>
    [JsonStringEnumMemberName("from-start")]
    FromStart,
}

/// <summary>The track that a phone does not sound, and why.</summary>
internal sealed record SatOutTrack(string TrackId, SilenceReason Reason);

namespace CoListen.Api.Library.Demo;

/// <summary>The instruments of the demo library.</summary>
internal enum Voice
{
    /// <summary>An electric piano: FM with a fading index.</summary>
    Keys,

    /// <summary>Soft strings: a few detuned partials that swell.</summary>
    Pad,

    /// <summary>A round bass.</summary>
    Bass,

    /// <summary>A music box: partials that do not fit, fading at different speeds.</summary>
    Bell,

    /// <summary>A marimba.</summary>
    Pluck,

    /// <summary>A flute with vibrato and some breath.</summary>
    Flute,

    /// <summary>A soft bass drum.</summary>
    Kick,

    /// <summary>A shaker.</summary>
    Hat,

    /// <summary>A brush on a snare.</summary>
    Brush,
}

namespace CoListen.Api.Library.Demo;

/// <summary>
/// A part of a piece: one instrument and what it plays. The pattern has a token an eighth note and <c>|</c> between bars, and starts over when
/// it ends: a number is a degree (of the key, or of the bar's chord), <c>-</c> holds, <c>.</c> rests.
/// </summary>
/// <param name="Voice">The instrument.</param>
/// <param name="Pattern">What it plays.</param>
/// <param name="OnChord">Whether 1 is the root of the bar's chord instead of the key's.</param>
/// <param name="Octave">Octaves above the key's root.</param>
/// <param name="Gain">Loudness, 1 for a leading voice.</param>
/// <param name="Pan">-1 left to 1 right.</param>
/// <param name="FromBar">The bar it comes in at.</param>
internal sealed record DemoLine(Voice Voice, string Pattern, bool OnChord, int Octave, float Gain, float Pan = 0, int FromBar = 0);

/// <summary>A short piece of music, and the colours of its cover.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Bpm">Quarter notes a minute.</param>
/// <param name="Beats">Quarter notes a bar.</param>
/// <param name="Bars">How long it is.</param>
/// <param name="Root">MIDI note of the key's root.</param>
/// <param name="Scale">Half tones above the root, seven of them.</param>
/// <param name="Chords">A chord a bar, by degree; starts over when it ends.</param>
/// <param name="Lines">What is played.</param>
/// <param name="Colours">0xRRGGBB: sky above, sky below, light.</param>
internal sealed record DemoPiece(
    string Title, int Bpm, int Beats, int Bars, int Root, int[] Scale, int[] Chords, DemoLine[] Lines, int[] Colours)
{
    private static readonly int[] Major = [0, 2, 4, 5, 7, 9, 11];
    private static readonly int[] Minor = [0, 2, 3, 5, 7, 8, 10];
    private static readonly int[] Lydian = [0, 2, 4, 6, 7, 9, 11];

    /// <summary>The demo library, in playing order.</summary>
    public static readonly DemoPiece[] All =
    [
        new("Morning Window", 84, 4, 18, 50, Major, [1, 3, 4, 5, 6, 4, 2, 5],
        [
            new(Voice.Keys, "1 5 7 9 7 5 7 5", true, 1, 0.42f, -0.25f),
            new(Voice.Pad, "1 - - - - - - -", true, 1, 0.16f),
            new(Voice.Pad, "5 - - - - - - -", true, 1, 0.13f, 0.3f),
            new(Voice.Bass, "1 - - - 5 - 1 -", true, -1, 0.6f, 0, 2),
            new(Voice.Keys, "5 - - 3 5 - 6 - | 7 - - 6 5 - 3 - | 6 - 5 - 3 - 1 - | 2 - - - . 2 3 5 "
                + "| 8 - - 7 8 - 5 - | 6 - - 5 3 - 1 - | 2 - 4 - 6 - 5 4 | 5 - - - - - . .", false, 2, 0.75f, 0.2f, 2),
            new(Voice.Kick, "1 . . . . 1 . .", true, 0, 0.5f, 0, 4),
            new(Voice.Brush, ". . 1 . . . 1 .", true, 0, 0.22f, 0.15f, 4),
        ], [0xF7B267, 0xF4845F, 0xFFF1D0]),
        new("Paper Boats", 100, 3, 26, 55, Major, [1, 5, 6, 3, 4, 1, 2, 5],
        [
            new(Voice.Pluck, ". . 3 - 5 -", true, 1, 0.34f, 0.3f),
            new(Voice.Pluck, ". . 5 - 7 -", true, 1, 0.3f, 0.35f),
            new(Voice.Bass, "1 - - - - .", true, -1, 0.55f),
            new(Voice.Bell, "8 - - - 7 8 | 7 - 5 - - - | 6 - - - 5 6 | 5 - 3 - - - | 4 - - - 3 4 | 3 - 5 - 8 - | 6 - 4 - 2 - | 5 - 7 - 9 -",
                false, 2, 0.5f, -0.15f, 2),
            new(Voice.Flute, "3 - - - - - | 2 - - - - - | 1 - - - - - | 7 - - - - - | 6 - - - - - | 5 - - - 3 - | 4 - - - - - | 2 - - - - .",
                false, 1, 0.26f, 0.2f, 10),
            new(Voice.Pad, "1 - - - - -", true, 0, 0.12f, 0, 10),
        ], [0x8FD3C8, 0x3C7A89, 0xFDF6E3]),
        new("Night Tram", 108, 4, 26, 45, Minor, [1, 6, 3, 7, 1, 6, 4, 5],
        [
            new(Voice.Pad, "1 - - - - - - -", true, 1, 0.2f, -0.4f),
            new(Voice.Pad, "3 - - - - - - -", true, 1, 0.16f, 0.4f),
            new(Voice.Pad, "7 - - - - - - -", true, 1, 0.1f),
            new(Voice.Bass, "1 . 1 1 . 1 5 .", true, 0, 0.62f, 0, 2),
            new(Voice.Keys, ". 5 8 . 10 . 8 5", true, 1, 0.26f, -0.35f, 2),
            new(Voice.Flute, "5 - - . 5 - 4 3 | 1 - - - . . 1 3 | 5 - - 4 3 - 2 - | 2 - - - . . . . "
                + "| 5 - - . 5 - 7 8 | 8 - 7 - 5 - 3 - | 4 - - 3 4 - 6 - | 5 - - - - - . .", false, 2, 0.42f, 0.1f, 10),
            new(Voice.Kick, "1 . 1 . 1 . 1 .", true, 0, 0.5f, 0, 4),
            new(Voice.Hat, ". 1 . 1 . 1 . 1", true, 0, 0.13f, 0.25f, 4),
            new(Voice.Brush, ". . 1 . . . 1 .", true, 0, 0.2f, -0.1f, 8),
        ], [0x1B1E4B, 0x6A2C70, 0xF9D56E]),
        new("Lanterns", 60, 4, 14, 53, Lydian, [1, 2, 6, 3, 1, 5, 2, 1],
        [
            new(Voice.Pad, "1 - - - - - - -", true, 0, 0.2f, -0.3f),
            new(Voice.Pad, "5 - - - - - - -", true, 0, 0.17f, 0.3f),
            new(Voice.Pad, "3 - - - - - - -", true, 1, 0.12f),
            new(Voice.Bass, "1 - - - - - - -", true, -1, 0.4f),
            new(Voice.Keys, ". . 5 . 8 . 9 .", true, 1, 0.2f, 0.4f, 2),
            new(Voice.Bell, "5 - - - 7 - - - | 6 - - - - - 2 - | 8 - - - 7 - 5 - | 3 - - - - - - - "
                + "| 5 - - - 9 - 8 - | 7 - - - 5 - - - | 6 - 4 - 2 - - - | 1 - - - - - - -", false, 2, 0.4f, -0.1f, 2),
        ], [0x0B3954, 0x087E8B, 0xFFB563]),
        new("Sunday Market", 126, 4, 26, 48, Major, [1, 6, 2, 5, 3, 6, 2, 5],
        [
            new(Voice.Keys, "1 . . 1 . . 1 .", true, 1, 0.24f, -0.3f),
            new(Voice.Keys, "3 . . 3 . . 3 .", true, 1, 0.22f, -0.2f),
            new(Voice.Keys, "7 . . 7 . . 7 .", true, 1, 0.2f, -0.25f),
            new(Voice.Bass, "1 - . 5 5 - . 1", true, 0, 0.6f),
            new(Voice.Pluck, "3 . 5 . 5 6 . 5 | 3 - . 1 - . . 1 | 2 . 4 . 4 6 . 4 | 5 - - . . . 5 6 "
                + "| 7 . 5 . 5 7 . 8 | 6 - . 3 - . . 3 | 4 . 6 . 8 . 6 . | 5 - - - . . . .", false, 2, 0.75f, 0.2f, 2),
            new(Voice.Flute, "5 - - - - - - - | 3 - - - - - - - | 4 - - - - - - - | 2 - - - - - - -", false, 2, 0.16f, 0.3f, 10),
            new(Voice.Kick, "1 . . 1 1 . . 1", true, 0, 0.4f, 0, 2),
            new(Voice.Hat, "1 1 1 1 1 1 1 1", true, 0, 0.1f, 0.3f),
            new(Voice.Brush, "1 . . 1 . . 1 .", true, 0, 0.14f, -0.2f, 2),
        ], [0xF9ED69, 0xF08A5D, 0xB83B5E]),
    ];

    /// <summary>Seconds of an eighth note.</summary>
    public double Eighth => 30.0 / Bpm;

    /// <summary>Seconds from the first note to the end of the last bar.</summary>
    public double Seconds => Bars * Beats * 2 * Eighth;
}

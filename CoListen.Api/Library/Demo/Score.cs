using System.Globalization;

namespace CoListen.Api.Library.Demo;

/// <summary>A note to be sounded.</summary>
/// <param name="Voice">The instrument.</param>
/// <param name="Start">Seconds from the start of the piece.</param>
/// <param name="Length">Seconds it is held.</param>
/// <param name="Frequency">Hz.</param>
/// <param name="Gain">Loudness, about 0 to 1.</param>
/// <param name="Pan">-1 left to 1 right.</param>
internal sealed record Note(Voice Voice, double Start, double Length, double Frequency, float Gain, float Pan);

/// <summary>Reads a piece's patterns into notes.</summary>
internal static class Score
{
    private const int LeadIn = 2;

    /// <summary>All notes of a piece, line by line.</summary>
    public static IEnumerable<Note> Of(DemoPiece piece) => piece.Lines.SelectMany(line => Of(piece, line));

    private static IEnumerable<Note> Of(DemoPiece piece, DemoLine line)
    {
        var bars = line.Pattern.Split('|').Select(bar => bar.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        for (var bar = line.FromBar; bar < piece.Bars; bar++)
        {
            var tokens = bars[(bar - line.FromBar) % bars.Length];
            // Two bars lead in with the end of the chords, so that the melody comes in on the first one.
            var chord = piece.Chords[(bar + piece.Chords.Length - LeadIn) % piece.Chords.Length];
            for (var at = 0; at < tokens.Length; at++)
            {
                if (!int.TryParse(tokens[at], CultureInfo.InvariantCulture, out var degree))
                {
                    continue;
                }

                var held = tokens.Skip(at + 1).TakeWhile(token => token == "-").Count() + 1;
                var start = ((bar * piece.Beats * 2) + at) * piece.Eighth;
                // Strong beats a little louder: without that it sounds like a machine.
                var accent = at == 0 ? 1f : at % 2 == 0 ? 0.9f : 0.78f;
                var frequency = Frequency(piece, line.OnChord ? degree + chord - 1 : degree, line);
                yield return new Note(line.Voice, start, held * piece.Eighth, frequency, line.Gain * accent, line.Pan);
            }
        }
    }

    private static double Frequency(DemoPiece piece, int degree, DemoLine line)
    {
        var step = degree - 1;
        var octave = line.Octave + (step / 7);
        var tone = piece.Scale[step % 7];
        // Roots in the upper half of the scale go down an octave, so that the chords stay close together.
        if (line.OnChord && line.Voice is Voice.Pad or Voice.Bass && tone > 6)
        {
            octave--;
        }

        return 440 * Math.Pow(2, (piece.Root + tone + (12 * octave) - 69) / 12.0);
    }
}

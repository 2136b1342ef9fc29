namespace CoListen.Api.Library.Demo;

/// <summary>Sounds the notes: additive and FM voices, a small room, a fade. The same piece gives the same samples every time.</summary>
internal static class Synth
{
    public const int SampleRate = 22_050;

    private const double Tail = 3;
    private const double Fade = 6;
    private const float Peak = 0.85f;
    private const int CycleSteps = 4096;

    // One cycle of the strings, worked out once: they sound most of the time, with eight partials each.
    private static readonly float[] StringsCycle = [.. Enumerable.Range(0, CycleSteps).Select(step => StringsAt(MathF.Tau * step / CycleSteps))];

    /// <summary>Renders a piece.</summary>
    /// <returns>16-bit samples, left and right in turn, at <see cref="SampleRate"/>.</returns>
    public static short[] Render(DemoPiece piece)
    {
        var left = new float[(int)((piece.Seconds + Tail) * SampleRate)];
        var right = new float[left.Length];
        foreach (var note in Score.Of(piece))
        {
            Sound(note, left, right);
        }

        Room.Add(left, right);
        return Master(left, right);
    }

    private static void Sound(Note note, float[] left, float[] right)
    {
        var (gainLeft, gainRight) = (note.Gain * MathF.Sqrt((1 - note.Pan) / 2), note.Gain * MathF.Sqrt((1 + note.Pan) / 2));
        var first = (int)(note.Start * SampleRate);
        var release = note.Voice is Voice.Pad ? 0.9 : note.Voice is Voice.Bell or Voice.Keys or Voice.Pluck ? 0.5 : 0.12;
        var count = Math.Min((int)((note.Length + release) * SampleRate), left.Length - first);
        var noise = (uint)first | 1;
        for (var i = 0; i < count; i++)
        {
            var t = (float)i / SampleRate;
            var off = Math.Clamp((note.Length + release - t) / release, 0, 1);
            var sample = Wave(note.Voice, t, (float)note.Frequency, ref noise) * (float)(off * off);
            left[first + i] += sample * gainLeft;
            right[first + i] += sample * gainRight;
        }
    }

    private static float Wave(Voice voice, float t, float frequency, ref uint noise)
    {
        var phase = MathF.Tau * ((t * frequency) % 1);
        return voice switch
        {
            Voice.Keys => Attack(t, 0.004f) * MathF.Exp(-1.6f * t)
                * MathF.Sin(phase + (1.1f * MathF.Exp(-4 * t) * MathF.Sin(phase)) + (0.12f * MathF.Exp(-14 * t) * MathF.Sin(14 * phase))),
            Voice.Pad => Attack(t, 0.7f) * (Strings(t * frequency * 0.9975f) + Strings(t * frequency * 1.0025f)) * 0.5f,
            Voice.Bass => Attack(t, 0.008f) * MathF.Exp(-1.1f * t)
                * (MathF.Sin(phase) + (0.35f * MathF.Exp(-3 * t) * MathF.Sin(2 * phase)) + (0.1f * MathF.Exp(-6 * t) * MathF.Sin(3 * phase))),
            Voice.Bell => Attack(t, 0.002f) * ((0.7f * MathF.Exp(-2.2f * t) * MathF.Sin(phase)) + (0.3f * MathF.Exp(-4.5f * t) * MathF.Sin(2.76f * MathF.Tau * t * frequency))
                + (0.15f * MathF.Exp(-8 * t) * MathF.Sin(5.4f * MathF.Tau * t * frequency))),
            Voice.Pluck => Attack(t, 0.002f) * ((MathF.Exp(-5 * t) * MathF.Sin(phase)) + (0.3f * MathF.Exp(-16 * t) * MathF.Sin(4 * phase))),
            Voice.Flute => Attack(t, 0.07f) * ((Vibrato(t, frequency, 1) + (0.25f * Vibrato(t, frequency, 2)) + (0.06f * Vibrato(t, frequency, 3))) * 0.8f
                + (0.012f * Noise(ref noise))),
            Voice.Kick => MathF.Exp(-11 * t) * MathF.Sin(MathF.Tau * ((46 * t) + (3.2f * (1 - MathF.Exp(-22 * t))))),
            Voice.Hat => Attack(t, 0.006f) * MathF.Exp(-38 * t) * Noise(ref noise),
            _ => Attack(t, 0.012f) * MathF.Exp(-15 * t) * Noise(ref noise),
        };
    }

    private static float Attack(float t, float seconds) => t < seconds ? t / seconds : 1;

    private static float Strings(float cycles) => StringsCycle[(int)(cycles % 1 * CycleSteps)];

    private static float StringsAt(float phase) =>
        MathF.Sin(phase) + (0.45f * MathF.Sin(2 * phase)) + (0.22f * MathF.Sin(3 * phase)) + (0.08f * MathF.Sin(5 * phase));

    private static float Vibrato(float t, float frequency, int partial)
    {
        var depth = 0.0035f * Attack(t, 0.5f);
        return MathF.Sin(partial * MathF.Tau * (((t * frequency) % 1) + (depth * frequency / (MathF.Tau * 5) * MathF.Sin(MathF.Tau * 5 * t))));
    }

    // xorshift32 (Marsaglia, 2003): the same noise every time.
    private static float Noise(ref uint state)
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return (state / (float)uint.MaxValue * 2) - 1;
    }

    private static short[] Master(float[] left, float[] right)
    {
        var loudest = Math.Max(left.Max(MathF.Abs), right.Max(MathF.Abs));
        var gain = Peak / MathF.Tanh(1.2f) * short.MaxValue;
        var samples = new short[left.Length * 2];
        for (var i = 0; i < left.Length; i++)
        {
            var fade = (float)Math.Min(1, (left.Length - 1 - i) / (Fade * SampleRate));
            samples[2 * i] = (short)(gain * fade * MathF.Tanh(1.2f * left[i] / loudest));
            samples[(2 * i) + 1] = (short)(gain * fade * MathF.Tanh(1.2f * right[i] / loudest));
        }

        return samples;
    }
}

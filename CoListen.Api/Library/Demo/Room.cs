namespace CoListen.Api.Library.Demo;

/// <summary>A small room: parallel combs with damping into two all-passes, after Schroeder (1962) and Moorer (1979).</summary>
internal static class Room
{
    private const float Wet = 0.16f;
    private const float Decay = 0.80f;
    private const float Damping = 0.35f;
    private static readonly int[] Combs = [557, 593, 641, 677];
    private static readonly int[] AllPasses = [277, 113];

    /// <summary>Adds the room to both sides, with a little difference between them for width.</summary>
    public static void Add(float[] left, float[] right)
    {
        var dry = new float[left.Length];
        for (var i = 0; i < dry.Length; i++)
        {
            dry[i] = (left[i] + right[i]) * 0.5f;
        }

        Mix(dry, left, 0);
        Mix(dry, right, 12);
    }

    private static void Mix(float[] dry, float[] side, int spread)
    {
        var wet = new float[dry.Length];
        foreach (var delay in Combs)
        {
            Comb(dry, wet, delay + spread);
        }

        foreach (var delay in AllPasses)
        {
            AllPass(wet, delay + spread);
        }

        for (var i = 0; i < side.Length; i++)
        {
            side[i] += Wet * wet[i];
        }
    }

    private static void Comb(float[] dry, float[] wet, int delay)
    {
        var line = new float[delay];
        var damped = 0f;
        for (int i = 0, at = 0; i < dry.Length; i++)
        {
            var echo = line[at];
            damped = (echo * (1 - Damping)) + (damped * Damping);
            line[at] = dry[i] + (damped * Decay);
            wet[i] += echo;
            at = at + 1 == delay ? 0 : at + 1;
        }
    }

    private static void AllPass(float[] wet, int delay)
    {
        var line = new float[delay];
        for (int i = 0, at = 0; i < wet.Length; i++)
        {
            var echo = line[at];
            var sum = wet[i] + (echo * 0.5f);
            line[at] = sum;
            wet[i] = echo - (sum * 0.5f);
            at = at + 1 == delay ? 0 : at + 1;
        }
    }
}

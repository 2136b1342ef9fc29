namespace CoListen.Api.Library.Demo;

/// <summary>Paints a piece's cover: a sky, a light, and rings around it that grow fainter with distance.</summary>
internal static class DemoCover
{
    private const int Side = 512;

    /// <summary>The cover as PNG.</summary>
    /// <param name="colours">0xRRGGBB: sky above, sky below, light.</param>
    /// <param name="number">Which piece, from 0: places the light and sets the rings.</param>
    public static byte[] Paint(int[] colours, int number)
    {
        var rgb = new byte[Side * Side * 3];
        var (centreX, centreY) = (0.5 + (0.22 * Math.Cos((number * 1.9) + 0.6)), 0.5 + (0.2 * Math.Sin((number * 2.3) + 0.4)));
        var rings = 9 + (number * 2);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var (u, v) = ((x + 0.5) / Side, (y + 0.5) / Side);
                var distance = Math.Sqrt(((u - centreX) * (u - centreX)) + ((v - centreY) * (v - centreY)));
                var ring = 0.5 + (0.5 * Math.Cos(Math.Tau * distance * rings));
                var light = Smooth(0.135, 0.13, distance) + (0.42 * Math.Exp(-3.2 * distance) * Smooth(0.35, 0.75, ring));
                var sky = Math.Clamp((v * 0.85) + (u * 0.15), 0, 1);
                for (var channel = 0; channel < 3; channel++)
                {
                    var shift = 16 - (8 * channel);
                    var ground = Blend((colours[0] >> shift) & 255, (colours[1] >> shift) & 255, sky);
                    rgb[(((y * Side) + x) * 3) + channel] = (byte)Blend(ground, (colours[2] >> shift) & 255, Math.Min(1, light));
                }
            }
        }

        return Png.Encode(Side, rgb);
    }

    private static double Blend(double from, double to, double part) => from + ((to - from) * part);

    private static double Smooth(double from, double to, double x)
    {
        var t = Math.Clamp((x - from) / (to - from), 0, 1);
        return t * t * (3 - (2 * t));
    }
}

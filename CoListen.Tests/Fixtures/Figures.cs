namespace CoListen.Tests.Fixtures;

/// <summary>What a long test counted or measured: a line in its output, and in the file that COLISTEN_FIGURES names.</summary>
internal static class Figures
{
    private static readonly Lock Writing = new();

    public static void Note(string what, string figure)
    {
        var line = $"{what}: {figure}";
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (Environment.GetEnvironmentVariable("COLISTEN_FIGURES") is { Length: > 0 } file)
        {
            lock (Writing)
            {
                File.AppendAllText(file, line + "\n");
            }
        }
    }
}

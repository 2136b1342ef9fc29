namespace CoListen.Tests.Fuzzing;

/// <summary>The tests in a folder of their own, beside the program's assemblies with a counter at each branch.</summary>
internal sealed class InstrumentedCopy : IDisposable
{
    private const string Tests = "CoListen.Tests";
    private static readonly string[] Instrumented = ["CoListen.Silo.dll", "CoListen.Api.dll"];

    private readonly TempDirectory folder = new();

    public InstrumentedCopy()
    {
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            var (name, copy) = (Path.GetFileName(file), Path.Combine(folder.Path, Path.GetFileName(file)));
            if (!Instrumented.Contains(name) && !name.StartsWith(Tests, StringComparison.Ordinal))
            {
                File.CreateSymbolicLink(copy, file);
                continue;
            }

            File.Copy(file, copy);
            if (Instrumented.Contains(name)) SharpFuzz.Fuzzer.Instrument(copy, _ => true, SharpFuzz.Options.Value);
        }
    }

    /// <summary>Whether this process is one of a copy.</summary>
    public static bool IsHere => typeof(CoListen.Silo.Sessions.SessionState).Assembly.GetReferencedAssemblies()
        .Any(assembly => assembly.Name == typeof(SharpFuzz.Common.Trace).Assembly.GetName().Name);

    /// <summary>Runs this test in a process of the copy.</summary>
    public async Task RunAsync(string method)
    {
        var cancel = TestContext.Current.CancellationToken;
        string[] arguments = [Path.Combine(folder.Path, Tests + ".dll"), "-noColor", "-noLogo", "-method", method];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            Assert.True(process.ExitCode == 0, output);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    public void Dispose() => folder.Dispose();
}

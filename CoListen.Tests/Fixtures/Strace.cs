namespace CoListen.Tests.Fixtures;

/// <summary>strace(1) that makes system calls of a running process fail.</summary>
internal sealed class Strace(Process process)
{
    public static async Task<Strace> AttachAsync(int target, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("strace") { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments.Prepend("-f").Append("-p").Append(target.ToString(CultureInfo.InvariantCulture)))
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        string? line;
        var errors = process.StandardError;
        var cancel = TestContext.Current.CancellationToken;
        while ((line = await errors.ReadLineAsync(cancel))?.Contains(" attached", StringComparison.Ordinal) != true)
        {
            Assert.True(line is not null && !line.Contains("ptrace", StringComparison.Ordinal), $"strace cannot attach: {line}");
        }

        _ = errors.ReadToEndAsync();
        return new(process);
    }

    public async Task DetachAsync()
    {
        await Shell.RunAsync($"kill -INT {process.Id}");
        await process.WaitForExitAsync();
        process.Dispose();
    }
}

namespace CoListen.Tests.Attacks;

/// <summary>A server that may open no more files.</summary>
public sealed class FewDescriptorsTests
{
    [Fact]
    public async Task A_song_that_cannot_be_opened_now_is_not_said_to_be_gone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit of a running process is changed by prlimit(1).");
        using var folder = new TempDirectory();
        TestServer.Compose(folder.Path, songs: 1);
        await using var server = await ServerProcess.StartAsync(folder.Path, ("StateFile", Path.Combine(folder.Path, "state.json")));
        using var ana = await server.PairAsync("Ana");
        var track = (await ana.TracksAsync())[0];
        Assert.True(await ana.DownloadAsync(track) > 0);

        // Standard input, output and error are open whatever else is.
        Limit(server.Id, 3);
        using var refused = await ana.Get("/file/" + track);
        await refused.IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        Limit(server.Id, 4096);

        Assert.True(await ana.DownloadAsync(track) > 0);
        Assert.Equal(HttpStatusCode.OK, (await ana.SendAsync("seek", new { positionSec = 1 })).Status);
    }

    private static void Limit(int process, int descriptors)
    {
        using var prlimit = Process.Start("prlimit", [$"--pid={process}", $"--nofile={descriptors}:4096"]);
        prlimit.WaitForExit();
        Assert.Equal(0, prlimit.ExitCode);
    }
}

using CoListen.Tests.Library;

namespace CoListen.Tests.Attacks;

/// <summary>Music that the server's user may not read. Root may read everything, so root's server runs as nobody.</summary>
public sealed class UnreadableMusicTests : IDisposable
{
    private readonly MusicFolder folder = new();

    public void Dispose()
    {
        folder.Shell("chmod -R u+rwX .");
        folder.Dispose();
    }

    [Fact]
    public async Task A_folder_and_a_file_that_may_not_be_read_are_named_with_the_reason_and_the_rest_plays()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Another system has other rights, or no setpriv(1).");
        folder.AddSample("tide.mp3");
        folder.AddSample("tide.mp3", "closed/within.mp3");
        folder.AddSample("tide.mp3", "secret.mp3");
        folder.Shell("chmod 0 closed secret.mp3");
        await using var server = await (Environment.IsPrivilegedProcess ? folder.ServeAsNobodyAsync() : folder.ServeAsync());
        using var phone = await server.PairAsync();
        using var screen = server.Stranger();

        using var scan = await screen.Post("/host/rescan");
        using var unreadable = await screen.Get("/host/unreadable");
        using var index = await phone.Get("/index");

        Assert.Equal(HttpStatusCode.OK, scan.StatusCode);
        var told = (await unreadable.Json()).EnumerateArray().ToList();
        Assert.Equal(["closed", "secret.mp3"], told.Select(file => file.GetProperty("path").GetString()).Order(StringComparer.Ordinal));
        Assert.All(told, file => Assert.Contains("denied", file.GetProperty("reason").GetString(), StringComparison.Ordinal));
        var tracks = (await index.Json()).EnumerateArray().ToDictionary(
            track => track.GetProperty("fileName").GetString()!,
            track => track.GetProperty("trackId").GetString()!,
            StringComparer.Ordinal);
        Assert.Equal(["secret.mp3", "tide.mp3"], tracks.Keys.Order(StringComparer.Ordinal));
        using var refused = await phone.Get($"/file/{tracks["secret.mp3"]}");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.True(await phone.DownloadAsync(tracks["tide.mp3"]) > 0);
    }
}

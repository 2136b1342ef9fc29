using CoListen.Api.Library.Scan;

namespace CoListen.Tests.Library.Scan;

public sealed class TagFileTests
{
    [Fact]
    public void A_damaged_wma_is_not_even_opened_as_one()
    {
        using var folder = new MusicFolder();
        var path = folder.Add("any.wma", new byte[100]);
        using var stream = new BoundedReadStream(path);

        Assert.Null(TagFile.Open(path, stream));
    }

    [Fact]
    public async Task The_server_itself_never_loads_the_library_that_reads_tags()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process has loaded is read from /proc.");
        using var folder = new MusicFolder();
        folder.AddSample("tide.mp3");
        await using var server = await folder.ServeAsync();
        using var phone = await server.PairAsync();

        Assert.Single(await phone.TracksAsync());
        Assert.DoesNotContain("TagLibSharp", await File.ReadAllTextAsync($"/proc/{server.Id}/maps", TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }
}

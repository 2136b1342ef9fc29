namespace CoListen.Tests.Security;

public sealed class RateLimitsTests
{
    [Fact]
    public async Task A_page_that_asks_for_all_its_covers_at_once_gets_them()
    {
        await using var server = TestServer.Start();
        File.Copy(
            Path.Combine(AppContext.BaseDirectory, "Library", "Samples", "tide.flac"), Path.Combine(server.Folder, "music", "tide.flac"));
        using var screen = server.Stranger();
        using var scan = await screen.Post("/host/rescan");
        using var phone = await server.PairAsync();
        using var index = await phone.Get("/index");
        var cover = (await index.Json())[0].GetProperty("coverUrl").GetString()!;

        var statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            using var answer = await phone.Get(cover);
            await answer.Text();
            return answer.StatusCode;
        }));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
    }
}

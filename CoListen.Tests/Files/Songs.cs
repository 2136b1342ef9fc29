namespace CoListen.Tests.Files;

internal static class Songs
{
    /// <summary>Adds a file and has the server scan it. Beyond its content it is zeros that take no room on the disk.</summary>
    /// <returns>Its track.</returns>
    public static async Task<string> AddAsync(this TestServer server, TestPhone phone, string name, byte[] content, long? length = null)
    {
        var before = await phone.TracksAsync();
        await using (var file = File.Create(Path.Combine(server.Folder, "music", name)))
        {
            await file.WriteAsync(content, TestContext.Current.CancellationToken);
            file.SetLength(length ?? content.Length);
        }

        using var screen = server.Stranger();
        using var scan = await screen.Post("/host/rescan");
        return (await phone.TracksAsync()).Except(before, StringComparer.Ordinal).Last();
    }
}

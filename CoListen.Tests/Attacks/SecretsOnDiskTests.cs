namespace CoListen.Tests.Attacks;

/// <summary>Whoever reads the server's files: a backup, a shared disk, another user of the machine.</summary>
public sealed class SecretsOnDiskTests
{
    [Fact]
    public async Task No_file_holds_a_token_or_the_host_key_and_codes_are_in_one_that_only_its_owner_reads()
    {
        var server = TestServer.Start(2, ("Tls:Enabled", "true"), ("Tls:Port", "0"));
        var codes = new List<string> { TestServer.Code, await server.OpenAsync("Kitchen"), await server.OpenAsync("Garden") };
        using var screen = server.Stranger();
        var phones = new List<TestPhone>();
        using var all = new Disposables(phones);
        foreach (var code in codes)
        {
            phones.Add(await server.PairAsync("Ana", code));
            await phones[^1].SendAsync("seek", new { positionSec = 1 });
            await using var stream = await phones[^1].ListenAsync();
            await stream.UntilAsync("snapshot");
        }

        await phones[1].SendAsync("wish", new { trackId = (await phones[1].TracksAsync())[1] });
        using var removed = await screen.Post("/host/clients/remove", new { clientId = phones[0].ClientId });
        using var closed = await screen.Post("/host/sessions/close", new { name = "Garden" });
        using var renewed = await screen.Post("/host/code/renew", new { session = "Kitchen" });
        codes.Add((await renewed.Json()).GetProperty("code").GetString()!);
        using var guess = await screen.Post("/pair", new { code = "WRONGGUE" });
        using var entry = await screen.Get($"/host?key={Uri.EscapeDataString(server.HostKey)}", ("X-Forwarded-For", "192.168.0.9"));
        var key = server.HostKey;
        await server.StopAsync();

        var files = Directory.GetFiles(server.Folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => path, path => Encoding.Latin1.GetString(File.ReadAllBytes(path)));
        Assert.Contains(server.StateFile, files.Keys);
        foreach (var secret in phones.Select(phone => phone.Token.Split('.')[1]).Append(key).Append("WRONGGUE"))
        {
            Assert.DoesNotContain(files, file => file.Value.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }

        var lists = files.Where(file => codes.Exists(code => file.Value.Contains(code, StringComparison.Ordinal))).Select(file => file.Key);
        var list = Assert.Single(lists);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(list));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(server.Folder, "state.tls.pfx")));
        await server.DisposeAsync();
    }
}

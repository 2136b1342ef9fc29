using System.Net.Sockets;

namespace CoListen.Tests;

public sealed class StartupTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly TcpListener other = new(IPAddress.Loopback, 0);

    public StartupTests() => other.Start();

    private int Taken => ((IPEndPoint)other.LocalEndpoint).Port;

    public void Dispose()
    {
        other.Dispose();
        directory.Dispose();
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("http://localhost:{0}")]
    [InlineData("http://*:{0}")]
    [InlineData("http://127.0.0.1:0;http://127.0.0.1:{0}")]
    public async Task A_port_that_is_taken_is_said_to_be_and_what_a_second_server_needs(string urls)
    {
        var sentence = await FailAsync("--Urls", string.Format(null, urls, Taken));

        Assert.StartsWith("Another program listens at ", sentence, StringComparison.Ordinal);
        Assert.Contains($":{Taken}; ", sentence, StringComparison.Ordinal);
        Assert.Contains("--StateFile", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "The address nonsense cannot be understood.")]
    [InlineData("ftp://127.0.0.1:0", "The address ftp://127.0.0.1:0 cannot be understood.")]
    [InlineData("http://127.0.0.1:99999", "The address http://127.0.0.1:99999 cannot be understood.")]
    [InlineData("http://127.0.0.1:0/room", "The address http://127.0.0.1:0/room cannot be understood.")]
    [InlineData("http://192.0.2.1:5080", "This machine does not have the address of 192.0.2.1:5080.")]
    public async Task An_address_that_is_none_or_not_ours_is_said_to_be(string urls, string words)
    {
        Assert.StartsWith(words, await FailAsync("--Urls", urls), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Tls:Port", "99999", ":99999 cannot be understood")]
    [InlineData("--Tls:Port", "many", "'Tls:Port'")]
    [InlineData("--Tls:Enabled", "maybe", "'Tls:Enabled'")]
    [InlineData("--AudioDir", "/nowhere", "/nowhere")]
    [InlineData("--Pairing:Code", "- -", "Pairing:Code has at least four")]
    [InlineData("--Pairing:Code", "-", "Pairing:Code has at least four")]
    [InlineData("--Session:StallSec", "-1", "Session:StallSec is a number")]
    [InlineData("--Host:Key", "123456789012345", "Host:Key has at least 16 characters.")]
    [InlineData("--Host:Loopback", "perhaps", "'Host:Loopback'")]
    public async Task A_setting_that_makes_no_sense_is_named(string setting, string value, string words)
    {
        Assert.Contains(words, await FailAsync("--Tls:Enabled", "true", setting, value), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_where_the_certificate_belongs_is_named()
    {
        var file = Directory.CreateDirectory(Path.Combine(directory.Path, "state.tls.pfx")).FullName;

        Assert.StartsWith(
            $"The certificate cannot be stored in {file}", await FailAsync("--Tls:Enabled", "true"), StringComparison.Ordinal);
    }

    /// <summary>Starts the server, which has to end with 1 and one line.</summary>
    private async Task<string> FailAsync(params string[] arguments)
    {
        var music = Directory.CreateDirectory(Path.Combine(directory.Path, "music")).FullName;
        string[] usual =
        [
            typeof(Program).Assembly.Location, "--Urls", "http://127.0.0.1:0", "--AudioDir", music, "--StateFile",
            Path.Combine(directory.Path, "state.json"),
            "--LibraryCache", Path.Combine(directory.Path, "library.scan"),
        ];
        using var server = Process.Start(new ProcessStartInfo("dotnet", [.. usual, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var said = server.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var complaint = await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, server.ExitCode);
        Assert.DoesNotContain("Exception", await said, StringComparison.Ordinal);
        return Assert.Single(complaint.TrimEnd().Split('\n'));
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CoListen.Api.Security;

namespace CoListen.Tests.Security;

public sealed class ListeningTests : IDisposable
{
    private readonly TcpListener other = new(IPAddress.Loopback, 0);

    public ListeningTests() => other.Start();

    private int Taken => ((IPEndPoint)other.LocalEndpoint).Port;

    public void Dispose() => other.Dispose();

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://*:0;http://localhost:0")]
    [InlineData("http://[::1]:0")]
    [InlineData("")]
    [InlineData(null)]
    public void Where_it_can_listen_there_is_no_problem(string? urls)
    {
        Assert.Null(Listening.Problem(urls));
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("http://localhost:{0}")]
    [InlineData("http://*:{0}")]
    [InlineData("http://127.0.0.1:0;http://127.0.0.1:{0}")]
    public void A_port_that_is_taken_is_said_to_be(string urls)
    {
        var problem = Listening.Problem(string.Format(null, urls, Taken));

        Assert.StartsWith("Another program listens at http://", problem!, StringComparison.Ordinal);
        Assert.Contains($":{Taken}; ", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "cannot be understood")]
    [InlineData("http://192.0.2.1:5080", "does not have the address")]
    public void An_address_that_is_none_or_not_ours_is_said_to_be(string url, string words)
    {
        Assert.Contains(words, Listening.Problem(url)!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_says_it_in_one_line_and_ends_with_1()
    {
        using var directory = new TempDirectory();
        using var server = Process.Start(new ProcessStartInfo(
            "dotnet",
            [typeof(Program).Assembly.Location, "--Urls", $"http://127.0.0.1:{Taken}", "--AudioDir", directory.Path, "--StateFile", Path.Combine(directory.Path, "state.json"), "--LibraryCache", Path.Combine(directory.Path, "library.jsonl")])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var said = server.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var complaint = await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, server.ExitCode);
        Assert.Empty(await said);
        Assert.StartsWith("Another program listens at", Assert.Single(complaint.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }
}

using System.IO.Pipelines;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using CoListen.Api.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace CoListen.Tests.Security;

public sealed class ConnectionLimitsTests
{
    private const int Max = 1000;

    private readonly FakeTimeProvider clock = new();
    private readonly TaskCompletionSource served = new();
    private readonly ConnectionDelegate guard;
    private readonly ConnectionLimits limits;

    public ConnectionLimitsTests()
    {
        limits = new(Max, clock);
        guard = limits.Guard(_ => served.Task);
    }

    [Fact]
    public void A_stranger_has_so_many_connections_and_another_address_its_own()
    {
        Assert.Equal(ConnectionLimits.MaxPerUnknownAddress, Open(200, "192.168.0.9"));
        Assert.Equal(1, Open(1, "192.168.0.10"));
    }

    [Fact]
    public void All_addresses_of_one_network_of_IPv6_are_one()
    {
        Assert.Equal(
            ConnectionLimits.MaxPerUnknownAddress, Enumerable.Range(1, 200).Sum(
                i => Open(1, $"2001:db8:1:2::{i.ToString("x", CultureInfo.InvariantCulture)}")));
        Assert.Equal(1, Open(1, "2001:db8:1:3::1"));
    }

    [Fact]
    public async Task Ended_connections_do_not_count()
    {
        Open(200, "192.168.0.9");
        served.SetResult();
        clock.Advance(TimeSpan.FromSeconds(10));

        while (Open(1, "192.168.0.9") == 0)
        {
            await Task.Yield();
        }
    }

    [Fact]
    public void An_address_with_a_phone_may_have_many_phones()
    {
        var phone = new Connection("192.168.0.9", says: "GET /snapshot");
        _ = guard(phone);
        ConnectionLimits.Trust(phone.Request);

        Assert.Equal(500, Open(500, "192.168.0.9"));
    }

    [Fact]
    public void Strangers_leave_a_quarter_to_phones_and_to_this_machine()
    {
        var phone = new Connection("192.168.0.200", says: "GET /snapshot");
        _ = guard(phone);
        ConnectionLimits.Trust(phone.Request);

        var strangers = Enumerable.Range(1, 100).Sum(i => Open(100, $"192.168.0.{i}"));

        Assert.Equal((Max * 3 / 4) - 1, strangers);
        Assert.Equal(10, Open(10, "192.168.0.200"));
        Assert.Equal(200, Open(200, "127.0.0.1"));
        Assert.Equal(0, Open(1, "192.168.0.201"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public void A_proxy_on_this_machine_is_not_cut_short(string loopback) => Assert.Equal(Max, Open(Max, loopback));

    [Theory]
    [InlineData(0, 10)]
    [InlineData(600, 1)]
    public async Task Who_says_nothing_is_waited_for_less_long_when_many_are_here(int others, int seconds)
    {
        Open(others, "127.0.0.1", says: "GET /");
        var silent = guard(new Connection("192.168.0.9", says: null));
        var speaking = guard(new Connection("192.168.0.9", says: "G"));

        clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(silent.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await silent.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(speaking.IsCompleted);
    }

    [Fact]
    public async Task The_server_cuts_those_that_say_nothing_and_an_address_with_too_many_until_a_phone_is_there()
    {
        var address = NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(
            a => a.Address)
            .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));
        Assert.SkipWhen(address is null, "This machine has loopback addresses alone.");
        await using var server = TestServer.Start(("Urls", "http://*:0"));
        using var phone = server.Stranger();
        phone.BaseAddress = new UriBuilder(server.Url) { Host = address.ToString() }.Uri;
        using var paired = await phone.Post("/pair", new { code = TestServer.Code });
        Assert.NotEmpty(await paired.Text());
        var request = Encoding.ASCII.GetBytes($"GET /health HTTP/1.1\r\nHost: {address}\r\n\r\n");

        // The phone has a connection, too.
        var sockets = new List<Socket>();
        using var all = new Disposables(sockets);
        for (var i = 1; i < ConnectionLimits.MaxPerUnknownAddress; i++)
        {
            Assert.True(await IsAnsweredAsync());
        }

        Assert.False(await IsAnsweredAsync());
        using var snapshot = await phone.Get("/snapshot", ("Authorization", $"Bearer {TestPhone.TokenOf(paired)}"));
        Assert.Equal(HttpStatusCode.OK, snapshot.StatusCode);
        Assert.True(await IsAnsweredAsync());
        await ConnectAsync();
        Assert.Equal(0, await ReceiveAsync());

        async Task ConnectAsync()
        {
            sockets.Add(new Socket(SocketType.Stream, ProtocolType.Tcp));
            await sockets[^1].ConnectAsync(address, server.Url.Port, TestContext.Current.CancellationToken);
        }

        async Task<int> ReceiveAsync()
        {
            try
            {
                return await sockets[^1].ReceiveAsync(new byte[1], TestContext.Current.CancellationToken);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
            {
                return 0;
            }
        }

        async Task<bool> IsAnsweredAsync()
        {
            try
            {
                await ConnectAsync();
                await sockets[^1].SendAsync(request, TestContext.Current.CancellationToken);
            }
            catch (SocketException)
            {
                return false;
            }

            return await ReceiveAsync() > 0;
        }
    }

    [Fact(Timeout = 120_000)]
    [Trait("Takes", "long")]
    public async Task Ten_thousand_connections_that_say_nothing_keep_no_phone_out()
    {
        const int many = 10_050;
        using var folder = new TempDirectory();
        TestServer.Compose(folder.Path, songs: 1);
        await using var server = await ServerProcess.StartAsync(folder.Path, ("StateFile", Path.Combine(folder.Path, "state.json")));
        var sockets = new List<Socket>();
        using var all = new Disposables(sockets);
        for (var i = 0; i < many; i++)
        {
            sockets.Add(new Socket(SocketType.Stream, ProtocolType.Tcp));
            await sockets[^1].ConnectAsync(server.Url.Host, server.Url.Port, TestContext.Current.CancellationToken);
        }

        // A browser tries again, too; after a second the silent ones make room.
        TestPhone? phone = null;
        while (phone is null)
        {
            try
            {
                phone = await server.PairAsync();
            }
            catch (HttpRequestException)
            {
                await Task.Yield();
            }
        }

        Assert.NotEmpty(phone.Token);
        phone.Dispose();
    }

    [Theory]
    [InlineData("Max open files            600                  600                  files", 300)]
    [InlineData("Max open files            1048576              1048576              files", 10_000)]
    [InlineData("Max open files            unlimited            unlimited            files", 10_000)]
    [InlineData("Max processes             600                  600                  processes", 10_000)]
    public void There_are_no_more_connections_than_descriptors_for_them(string limits, int connections) =>
        Assert.Equal(connections, SecuritySetup.MaxConnections(
            ["Limit                     Soft Limit           Hard Limit           Units", limits]));

    /// <summary>Opens connections; how many are not refused at once.</summary>
    private int Open(int count, string from, string? says = null)
    {
        var connections = Enumerable.Range(0, count).Select(_ => new Connection(from, says)).ToList();
        connections.ForEach(connection => _ = guard(connection));
        return connections.Count(connection => !connection.IsAborted);
    }

    private sealed class Connection : DefaultConnectionContext
    {
        public Connection(string from, string? says)
        {
            RemoteEndPoint = new IPEndPoint(IPAddress.Parse(from), 50_000);
            var pipe = new Pipe();
            Transport = new Duplex(pipe.Reader, Stream.Null);
            if (says is not null)
            {
                pipe.Writer.WriteAsync(Encoding.ASCII.GetBytes(says)).AsTask().GetAwaiter().GetResult();
            }
        }

        public bool IsAborted { get; private set; }

        public HttpContext Request => new DefaultHttpContext(Features);

        public override void Abort(ConnectionAbortedException abortReason) => IsAborted = true;

        private sealed class Duplex(PipeReader input, Stream output) : IDuplexPipe
        {
            public PipeReader Input => input;

            public PipeWriter Output { get; } = PipeWriter.Create(output);
        }
    }
}

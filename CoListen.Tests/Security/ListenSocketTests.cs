using System.Net.Sockets;
using CoListen.Api.Security;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CoListen.Tests.Security;

public sealed class ListenSocketTests(SharedServer shared)
{
    [Fact]
    public async Task A_dead_phone_is_noticed_after_20_seconds_and_unsent_bytes_wait_in_the_server()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The options are Linux's.");
        using var listening = ListenSocket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen();
        using var phone = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await phone.ConnectAsync(listening.LocalEndPoint!, TestContext.Current.CancellationToken);

        using var accepted = await listening.AcceptAsync(TestContext.Current.CancellationToken);

        Assert.Equal(20_000, Option(accepted, 18));
        Assert.Equal(128 * 1024, Option(accepted, 25));
    }

    [Fact]
    public void The_server_listens_with_it()
    {
        Assert.Equal(
            ListenSocket.Bind, shared.Server.Services.GetRequiredService<IOptions<SocketTransportOptions>>().Value.CreateBoundListenSocket);
    }

    private static int Option(Socket socket, int name)
    {
        var value = new byte[sizeof(int)];
        socket.GetRawSocketOption(6, name, value);
        return BitConverter.ToInt32(value);
    }
}

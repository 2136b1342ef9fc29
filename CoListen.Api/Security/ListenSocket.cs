using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace CoListen.Api.Security;

/// <summary>
/// The socket that phones connect to. On Linux it is set so that a phone that died is noticed, and so that bytes that were served are bytes
/// that the phone took (tcp(7)); accepted connections inherit both.
/// </summary>
internal static class ListenSocket
{
    private const int Tcp = 6;
    private const int UserTimeout = 18;
    private const int NotSentLowWater = 25;

    /// <summary>How long sent bytes may stay unacknowledged before the connection is given up. Without it: many minutes.</summary>
    private const int UserTimeoutMs = 20_000;

    /// <summary>How much unsent data the kernel takes before a write waits.</summary>
    private const int MaxUnsentBytes = 128 * 1024;

    /// <summary>Kestrel's own socket for <paramref name="endpoint"/>, with our options.</summary>
    public static Socket Bind(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        if (OperatingSystem.IsLinux() && socket.ProtocolType == ProtocolType.Tcp)
        {
            socket.SetRawSocketOption(Tcp, UserTimeout, BitConverter.GetBytes(UserTimeoutMs));
            socket.SetRawSocketOption(Tcp, NotSentLowWater, BitConverter.GetBytes(MaxUnsentBytes));
        }

        return socket;
    }
}

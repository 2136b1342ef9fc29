using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace CoListen.Api.Security;

/// <summary>
/// The listening socket. On Linux its options detect dead phones, and make bytes that were written bytes that the phone has taken (tcp(7));
/// accepted connections inherit both.
/// </summary>
internal static class ListenSocket
{
    private const int Tcp = 6;
    private const int UserTimeout = 18;
    private const int NotSentLowWater = 25;

    /// <summary>Time after which a connection with unacknowledged bytes is closed. The default is many minutes.</summary>
    private const int UserTimeoutMs = 20_000;

    /// <summary>Unsent bytes that the kernel takes before a write waits.</summary>
    private const int MaxUnsentBytes = 128 * 1024;

    /// <summary>Makes Kestrel's own socket for <paramref name="endpoint"/> and sets the options.</summary>
    /// <exception cref="StartupException">The address is taken, reserved or not of this machine.</exception>
    public static Socket Bind(EndPoint endpoint)
    {
        try
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            if (OperatingSystem.IsLinux() && socket.ProtocolType == ProtocolType.Tcp)
            {
                socket.SetRawSocketOption(Tcp, UserTimeout, BitConverter.GetBytes(UserTimeoutMs));
                socket.SetRawSocketOption(Tcp, NotSentLowWater, BitConverter.GetBytes(MaxUnsentBytes));
            }

            return socket;
        }
        catch (SocketException e) when (Explain(e.SocketErrorCode, endpoint) is { } sentence)
        {
            throw new StartupException(sentence);
        }
    }

    // Where IPv6 is switched off, Kestrel falls back to IPv4 on the exception for the any and loopback addresses.
    private static string? Explain(SocketError error, EndPoint endpoint) => error switch
    {
        SocketError.AddressAlreadyInUse =>
            $"Another program listens at {endpoint}; perhaps CoListen runs already. "
            + "Stop it, or choose another port and another state file: --Urls http://*:5081 --StateFile another.json",
        SocketError.AccessDenied => $"You may not listen at {endpoint}. Choose a port from 1024 on, such as --Urls http://*:5080",
        SocketError.AddressNotAvailable when endpoint is IPEndPoint { Address: var address }
            && !address.Equals(IPAddress.IPv6Any) && !IPAddress.IsLoopback(address) =>
            $"This machine does not have the address of {endpoint}. All that it has: --Urls http://*:5080",
        _ => null,
    };
}

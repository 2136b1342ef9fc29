using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace CoListen.Api.Security;

/// <summary>Whether the server can listen where it was told to, tried before it starts: the web server itself says it in forty lines.</summary>
internal static class Listening
{
    /// <summary>A sentence for whoever starts the server if it cannot listen, else null.</summary>
    /// <param name="urls">The setting <c>Urls</c>: addresses with <c>;</c> between them.</param>
    public static string? Problem(string? urls) =>
        (urls ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ProblemOf).FirstOrDefault(problem => problem is not null);

    private static string? ProblemOf(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            if (!address.IsUnixPipe && !address.IsNamedPipe)
            {
                SocketTransportOptions.CreateDefaultBoundListenSocket(EndPointOf(address)).Dispose();
            }

            return null;
        }
        catch (FormatException)
        {
            return $"The address {url} cannot be understood. It looks like --Urls http://*:5080";
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"Another program listens at {url}; perhaps CoListen runs already. Stop it, or choose another port, such as --Urls http://*:5081",
                SocketError.AccessDenied => $"You may not listen at {url}. Choose a port from 1024 on, such as --Urls http://*:5080",
                SocketError.AddressNotAvailable => $"This machine does not have the address of {url}. All that it has: --Urls http://*:5080",
                _ => $"The server cannot listen at {url}: {e.Message}",
            };
        }
    }

    // As the web server reads a host: an address, this machine alone, or whatever else, which means every address.
    private static IPEndPoint EndPointOf(BindingAddress address) => new(
        string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.TryParse(address.Host, out var ip) ? ip
            : Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any,
        address.Port);
}

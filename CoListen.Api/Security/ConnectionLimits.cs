using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace CoListen.Api.Security;

/// <summary>
/// Limits the connections of an address, and the time until their first byte, so that no address can use up the connections of all.
/// Loopback has no limit of its own: behind a proxy on this machine it is every phone.
/// </summary>
/// <param name="max">The most connections; Kestrel refuses those over it.</param>
/// <param name="time">Measures the time until the first byte.</param>
internal sealed class ConnectionLimits(int max, TimeProvider time)
{
    /// <summary>The most connections of an address from which no phone has shown its token.</summary>
    public const int MaxPerUnknownAddress = 128;

    /// <summary>The most connections of any other address: many phones may share it.</summary>
    public const int MaxPerKnownAddress = 1024;

    private const int MaxKnownAddresses = 4096;
    private static readonly TimeSpan FirstByteTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstByteTimeoutWhenFull = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, int> open = [];
    private readonly HashSet<IPAddress> known = [];
    private int all;

    /// <summary>The address that counts as one: of IPv6 the network (/64), of which a machine may choose any address.</summary>
    public static IPAddress Normal(IPAddress? from)
    {
        var address = from ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();

        return address.AddressFamily == AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(address)
            ? new IPAddress([.. address.GetAddressBytes()[..8], .. new byte[8]])
            : address;
    }

    /// <summary>Notes that a phone has shown its token on the connection of the request.</summary>
    public static void Trust(HttpContext http) => http.Features.Get<Peer>()?.Trust();

    /// <summary>The connection middleware.</summary>
    public ConnectionDelegate Guard(ConnectionDelegate next) => async connection =>
    {
        var from = Normal((connection.RemoteEndPoint as IPEndPoint)?.Address);
        if (!TryEnter(from))
        {
            connection.Abort(new ConnectionAbortedException("Too many connections of one address."));
            return;
        }

        try
        {
            connection.Features.Set(new Peer(this, from));
            if (await HasSentAsync(connection))
            {
                await next(connection);
            }
        }
        finally
        {
            Leave(from);
        }
    };

    private bool TryEnter(IPAddress from)
    {
        lock (gate)
        {
            var own = open.GetValueOrDefault(from);
            var mayEnter = IPAddress.IsLoopback(from) || (known.Contains(from)
                ? own < MaxPerKnownAddress
                : own < MaxPerUnknownAddress && all < max - (max / 4));
            if (mayEnter)
            {
                (open[from], all) = (own + 1, all + 1);
            }

            return mayEnter;
        }
    }

    private void Leave(IPAddress from)
    {
        lock (gate)
        {
            all--;
            if (--open[from] == 0)
            {
                open.Remove(from);
            }
        }
    }

    /// <summary>Waits for the first byte. Kestrel limits the time from there to the end of the headers.</summary>
    private async Task<bool> HasSentAsync(ConnectionContext connection)
    {
        using var timeout = new CancellationTokenSource(all > max / 2 ? FirstByteTimeoutWhenFull : FirstByteTimeout, time);
        try
        {
            var first = await connection.Transport.Input.ReadAsync(timeout.Token);
            connection.Transport.Input.AdvanceTo(first.Buffer.Start);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private sealed class Peer(ConnectionLimits limits, IPAddress from)
    {
        public void Trust()
        {
            lock (limits.gate)
            {
                if (limits.known.Count >= MaxKnownAddresses)
                {
                    limits.known.Clear();
                }

                limits.known.Add(from);
            }
        }
    }
}

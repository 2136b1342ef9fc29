using System.Net.Sockets;

namespace CoListen.Tests.Fixtures;

/// <summary>A way to a loopback port that can be cut: then every connection ends, and each new one at once.</summary>
internal sealed class TcpProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int target;
    private CancellationTokenSource open = new();

    public TcpProxy(int target)
    {
        this.target = target;
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Cut() => open.Cancel();

    public void Mend() => open = new();

    public void Dispose()
    {
        Cut();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await listener.AcceptTcpClientAsync(), open.Token);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The proxy has ended.
        }
    }

    private async Task CarryAsync(TcpClient from, CancellationToken cut)
    {
        using (from)
        using (var to = new TcpClient())
        {
            try
            {
                await to.ConnectAsync(IPAddress.Loopback, target, cut);
                await Task.WhenAny(from.GetStream().CopyToAsync(to.GetStream(), cut), to.GetStream().CopyToAsync(from.GetStream(), cut));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // Cut, or one end is gone.
            }
        }
    }
}

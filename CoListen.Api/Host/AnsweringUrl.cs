using System.Net.Sockets;

namespace CoListen.Api.Host;

/// <summary>
/// Asks the addresses for phones whether they answer, as a phone would, so that no QR code leads nowhere: a wrong <c>PublicUrl</c>, an
/// interface that the firewall closes, a name that nobody announces.
/// </summary>
internal sealed class AnsweringUrl(LanUrl url, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AgeOfNone = TimeSpan.FromSeconds(2);

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };

    private readonly Lock gate = new();
    private (string[] Asked, long At, Task<string?> First) last = ([], 0, Task.FromResult<string?>(null));

    /// <summary>
    /// The best address that answers; null if none does. Asked anew when the addresses change, every half minute, and sooner where none
    /// did.
    /// </summary>
    public Task<string?> FirstAsync()
    {
        string[] all = [.. url.All];
        lock (gate)
        {
            var age = last.First is { IsCompletedSuccessfully: true, Result: null } ? AgeOfNone : Age;
            if (!last.Asked.SequenceEqual(all, StringComparer.Ordinal) || time.GetElapsedTime(last.At) > age)
            {
                last = (all, time.GetTimestamp(), AskAsync(all));
            }

            return last.First;
        }
    }

    /// <summary>The address by the machine's name in the LAN (mDNS, RFC 6762), where something announces that name; else null.</summary>
    public async Task<string?> NamedAsync()
    {
        if (url.Named is not { } named) return null;
        try
        {
            using var patience = new CancellationTokenSource(Patience, time);
            var found = await Dns.GetHostAddressesAsync(new Uri(named).Host, patience.Token);
            return found.Any(LanUrl.IsOfLan) && await AnswersAsync(named) ? named : null;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<string?> AskAsync(string[] all)
    {
        var answers = await Task.WhenAll(all.Select(AnswersAsync));
        return all.Zip(answers).FirstOrDefault(asked => asked.Second).First;
    }

    private async Task<bool> AnswersAsync(string address)
    {
        try
        {
            // The connection is not kept: each address may have only so many.
            using var request = new HttpRequestMessage(HttpMethod.Get, address + "alive") { Headers = { ConnectionClose = true } };
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException e)
        {
            // Phones accept the server's own certificate, which nothing else trusts.
            return e.HttpRequestError == HttpRequestError.SecureConnectionError;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

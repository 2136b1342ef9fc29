using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace CoListen.Bench;

/// <summary>
/// Synthetic phones for a running server: <c>phones [N] --url URL [--code CODE] [--seconds S]</c>. They join, download, acknowledge and
/// follow the events; now and then one of them taps. Without a code they ask <c>/host/info</c>, which answers on the server's own machine
/// only. Ctrl-C ends them.
/// </summary>
internal static class Phones
{
    /// <returns>1 if the server broke a promise, else 0.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var count = args is [var first, ..] && int.TryParse(first, CultureInfo.InvariantCulture, out var given) ? given : 8;
        var settings = new ConfigurationBuilder().AddCommandLine([.. args.SkipWhile(arg => !arg.StartsWith('-'))]).Build();
        var server = new Uri(settings["url"] ?? "http://127.0.0.1:5080");
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        if (settings["seconds"] is { } seconds)
        {
            stop.CancelAfter(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
        }

        using var host = new HttpClient { BaseAddress = server };
        var code = settings["code"] ?? (string)(await host.GetFromJsonAsync<JsonNode>("/host/info", stop.Token))!["code"]!;
        var seen = new Findings();
        var phones = new List<SyntheticPhone>();
        for (var i = 1; i <= count; i++)
        {
            phones.Add(await SyntheticPhone.JoinAsync(server, code, $"Phone {i}", seen));
        }

        Console.WriteLine($"{count} phones joined {server}");
        await Task.WhenAll(phones.Select(phone => phone.LiveAsync(stop.Token)));
        foreach (var phone in phones)
        {
            await phone.LeaveAsync();
            phone.Dispose();
        }

        return seen.Print();

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}

/// <summary>What all phones saw together: counts, and promises that the server broke.</summary>
internal sealed class Findings
{
    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, string> messages = new();
    private readonly ConcurrentDictionary<long, string> accepted = new();
    private readonly ConcurrentQueue<string> broken = new();

    public void Count(string what) => counts.AddOrUpdate(what, 1, (_, count) => count + 1);

    public void Broke(string promise)
    {
        broken.Enqueue(promise);
        Console.WriteLine("✗ " + promise);
    }

    /// <summary>Every phone hears the same under the same number.</summary>
    public void Heard(long number, string data)
    {
        if (messages.GetOrAdd(number, data) != data)
        {
            Broke($"message {number} is not the same for all: {data}");
        }
    }

    /// <summary>Of the commands that name one eventCount at most one is accepted.</summary>
    public void Accepted(long eventCount, string command)
    {
        if (!accepted.TryAdd(eventCount, command))
        {
            Broke($"{command} and {accepted[eventCount]} were both accepted at eventCount {eventCount}");
        }
    }

    /// <returns>The exit code.</returns>
    public int Print()
    {
        Console.WriteLine(
            string.Join('\n', counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value,8} {pair.Key}")));
        Console.WriteLine($"{messages.Count,8} numbered different messages with a number\n{broken.Count,8} broken promises");
        return broken.IsEmpty ? 0 : 1;
    }
}

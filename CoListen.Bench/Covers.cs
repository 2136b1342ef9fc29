using System.Net.Http.Headers;
using System.Net.Sockets;

namespace CoListen.Bench;

/// <summary>What covers cost the others: many who ask for them, and many who read them slowly.</summary>
internal static class Covers
{
    private const int Songs = 40;
    private const int Askers = 60;
    private const int Snapshots = 2000;
    private const int SlowPhones = 100;
    private const int SlowPerPhone = 4;

    /// <summary>3.5 MB covers are more than is served, so that they cost a question; the others are the largest that are.</summary>
    private static readonly (string Name, int Bytes, HttpStatusCode Expected)[] Sizes =
        [("3.5 MB", 3_500_000, HttpStatusCode.NotFound), ("1.9 MB", 1_900_000, HttpStatusCode.OK)];

    /// <summary>Another phone's snapshots while 60 phones ask for 40 covers, against the same without them.</summary>
    public static async Task RunAsync()
    {
        foreach (var (name, bytes, expected) in Sizes)
        {
            await using var server = await ServerUnderTest.CoListenAsync(music => Music.WithCovers(music, Songs, bytes));
            var phone = await server.PairAsync();
            await CheckAsync(server.Http, phone, await TracksAsync(server.Http, phone), expected);
            await P99Async(server, phone);
            var (quiet, busy) = (new List<double>(), new List<double>());
            for (var round = 0; round < Report.Rounds; round++)
            {
                quiet.Add(await P99Async(server, phone));
                using var askers = await AskersAsync(server);
                busy.Add(await P99Async(server, phone));
                askers.Kill();
                await askers.WaitForExitAsync();
            }

            var (ours, baseline) = (Report.Median(busy), Report.Median(quiet));
            Report.Add(
                $"snapshot p99, {Askers} ask for {Songs} covers of {name}", ours, baseline, "ms",
                expected == HttpStatusCode.NotFound ? Gate.AtMost(3) : null);
        }
    }

    /// <summary>Resident memory while 400 readers take a cover each by a trickle, and after they have gone.</summary>
    public static async Task SlowAsync()
    {
        await using var server = await ServerUnderTest.CoListenAsync(music => Music.WithCovers(music, Songs, 1_900_000));
        var phones = await Task.WhenAll(Enumerable.Range(0, SlowPhones).Select(_ => server.PairAsync()));
        var tracks = await TracksAsync(server.Http, phones[0]);

        // The first of everything is not what is measured.
        await CheckAsync(server.Http, phones[0], tracks, HttpStatusCode.OK);

        var before = server.ResidentKb / 1024;
        var readers = new List<Socket>();
        for (var i = 0; i < SlowPhones * SlowPerPhone; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
            await socket.ConnectAsync(server.Address.Host, server.Address.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes(
                $"GET /cover/{tracks[i % Songs]} HTTP/1.1\r\nHost: {server.Address.Authority}\r\n"
                + $"Authorization: {phones[i / SlowPerPhone]}\r\n\r\n"));
            readers.Add(socket);
        }

        var peak = before;
        var byteOfOne = new byte[1];
        for (var second = 0; second < 10; second++)
        {
            foreach (var reader in readers)
            {
                await reader.ReceiveAsync(byteOfOne);
            }

            peak = Math.Max(peak, server.ResidentKb / 1024);
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        readers.ForEach(reader => reader.Dispose());
        var after = peak;
        for (var second = 0; second < 60 && after > 1.2 * before; second++)
        {
            // The room goes on meanwhile: a server that does nothing at all collects nothing.
            await P99Async(server, phones[0]);
            await Task.Delay(TimeSpan.FromSeconds(1));
            after = server.ResidentKb / 1024;
        }

        Report.Add($"memory, {readers.Count} slow readers of covers", peak, before, "MB", Gate.UpTo(Math.Round(before) + 100, "MB"));
        Report.Add("memory, at most a minute after they went", after, before, "MB", Gate.AtMost(1.3));
    }

    private static async Task<string[]> TracksAsync(HttpClient http, AuthenticationHeaderValue phone)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/index") { Headers = { Authorization = phone } };
            using var answer = await http.SendAsync(request);
            var index = System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsArray();
            if (index.Count == Songs) return [.. index.Select(track => (string)track!["trackId"]!)];
        }
    }

    /// <summary>Those who ask, in a process of their own: phones are other machines, so it runs only where nothing else wants to.</summary>
    private static async Task<Process> AskersAsync(ServerUnderTest server)
    {
        string[] command = ["-i", "0", "dotnet", typeof(Covers).Assembly.Location, "askers", server.Address.ToString()];
        var process = Process.Start(new ProcessStartInfo("chrt", command) { RedirectStandardOutput = true, UseShellExecute = false })!;
        await process.StandardOutput.ReadLineAsync();
        return process;
    }

    /// <summary>The mode of the program that asks, until it is killed.</summary>
    public static async Task AskAsync(string url)
    {
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        var phones = await Task.WhenAll(Enumerable.Range(0, Askers).Select(_ => ServerUnderTest.PairAsync(http.BaseAddress)));
        var tracks = await TracksAsync(http, phones[0]);
        var asking = phones.Select(async (phone, i) =>
        {
            while (true)
            {
                await CoverAsync(http, phone, tracks[i++ % tracks.Length]);
            }
        }).ToList();
        Console.WriteLine($"{Askers} ask");
        await Task.WhenAll(asking);
    }

    private static async Task CheckAsync(HttpClient http, AuthenticationHeaderValue phone, string[] tracks, HttpStatusCode expected)
    {
        foreach (var track in tracks)
        {
            var status = await CoverAsync(http, phone, track);
            if (status != expected) throw new InvalidDataException($"A cover is answered {status}.");
        }
    }

    private static async Task<HttpStatusCode> CoverAsync(HttpClient http, AuthenticationHeaderValue phone, string track)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/cover/" + track) { Headers = { Authorization = phone } };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await (await answer.Content.ReadAsStreamAsync()).CopyToAsync(Stream.Null);
        return answer.StatusCode;
    }

    private static async Task<double> P99Async(ServerUnderTest server, AuthenticationHeaderValue phone)
    {
        var times = new List<double>();
        for (var i = 0; i < Snapshots; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Get, "/snapshot") { Headers = { Authorization = phone } };
            using var answer = await server.Http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        return times[(int)(0.99 * times.Count)];
    }
}

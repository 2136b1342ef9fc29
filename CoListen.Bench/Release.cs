using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CoListen.Bench;

/// <summary>
/// From a Next until the release: 50 phones behind one link of 100 Mbit/s, each of which fetches a later song as well, against a server
/// that sends every byte as it is asked for.
/// </summary>
internal static class Release
{
    private const int Phones = 50;
    private const double BytesPerSec = 100e6 / 8;

    /// <summary>Three and a half minutes of mp3 at 192 kbit/s.</summary>
    private const int SongBytes = 5_000_000;

    public static async Task RunAsync()
    {
        await using var server = await ServerUnderTest.CoListenAsync(Songs);
        await using var asAsked = await ServerUnderTest.CoListenAsync(Songs, "--Downloads:AwaitedFirst", "false");
        using var ours = await Crowd.JoinAsync(server);
        using var theirs = await Crowd.JoinAsync(asAsked);
        var (our, their) = await Report.AlternateAsync(ours.NextAsync, theirs.NextAsync, rounds: 3);
        Report.Add("Next to release, 50 phones on 100 Mbit/s", our, their, "s", Gate.AtMost(0.6));
    }

    private static void Songs(string folder) => Music.OfBytes(folder, count: 4, SongBytes);

    private sealed class Crowd(ServerUnderTest server, AuthenticationHeaderValue[] phones, Listeners listeners) : IDisposable
    {
        private readonly PacedLink link = new(BytesPerSec);
        private readonly HttpClient http = PacedLink.Client(server.Address);

        public static async Task<Crowd> JoinAsync(ServerUnderTest server)
        {
            var phones = new AuthenticationHeaderValue[Phones];
            for (var i = 0; i < Phones; i++)
            {
                phones[i] = await server.PairAsync();
            }

            var next = 0;
            var listeners = await Listeners.OpenAsync(server, Phones, () => Task.FromResult(phones[next++]), "barrier.release");
            server.Http.DefaultRequestHeaders.Authorization = phones[0];
            await server.ScannedAsync(songs: 4);
            return new(server, phones, listeners);
        }

        public async Task<double> NextAsync()
        {
            var snapshot = await server.GetAsync("/snapshot");
            var queue = snapshot["queue"]!.AsArray();
            var index = (int)snapshot["queueIndex"]!;
            var (awaited, later) = ((string)queue[(index + 1) % queue.Count]!, (string)queue[(index + 2) % queue.Count]!);
            using var over = new CancellationTokenSource();
            var prefetches = Array.ConvertAll(phones, phone => PrefetchAsync(later, phone, over.Token));

            var began = Stopwatch.GetTimestamp();
            var eventCount = await SendAsync("/next", phones[0], new { }, (long)snapshot["eventCount"]!);
            await Task.WhenAll(Array.ConvertAll(phones, async phone =>
            {
                await link.TakeAsync(http, "/file/" + awaited, phone, CancellationToken.None);
                await SendAsync("/ack-download", phone, new { trackId = awaited }, eventCount);
            }));
            await listeners.AllHeardAsync();
            var sec = Stopwatch.GetElapsedTime(began).TotalSeconds;
            await over.CancelAsync();
            await Task.WhenAll(prefetches);
            return sec;
        }

        public void Dispose()
        {
            listeners.Dispose();
            http.Dispose();
            link.Dispose();
        }

        // A page that has no other song to fetch would be idle: here it always has one.
        private async Task PrefetchAsync(string track, AuthenticationHeaderValue phone, CancellationToken cancel)
        {
            try
            {
                while (true)
                {
                    await link.TakeAsync(http, "/file/" + track, phone, cancel);
                }
            }
            catch (OperationCanceledException)
            {
                // The room plays.
            }
        }

        private async Task<long> SendAsync(string path, AuthenticationHeaderValue phone, object body, long eventCount)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
            request.Headers.Authorization = phone;
            request.Headers.Add("If-Match-Event", eventCount.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("Prefer", "return=minimal");
            using var answer = await server.Http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            return (long)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["eventCount"]!;
        }
    }
}

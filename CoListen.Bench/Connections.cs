using System.Net.Http.Headers;

namespace CoListen.Bench;

/// <summary>Another phone opens its stream while one phone opens streams over 2,100 connections, as fast as they end.</summary>
internal static class Connections
{
    private const int Greedy = 2100;
    private const int Tries = 200;

    public static async Task RunAsync()
    {
        await using var server = await ServerUnderTest.CoListenAsync(Music.OneSong);
        var (greedy, other) = (await server.PairAsync(), await server.PairAsync());
        var quiet = await MeasureAsync(server, other);
        using var stop = new CancellationTokenSource();
        var (asked, opened) = (0, 0);
        var storm = Enumerable.Range(0, Greedy).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    using var stream = await OpenAsync(server, greedy, stop.Token);
                    Interlocked.Increment(ref asked);
                    if (stream.IsSuccessStatusCode) Interlocked.Increment(ref opened);
                    await (await stream.Content.ReadAsStreamAsync(stop.Token)).CopyToAsync(Stream.Null, stop.Token);
                }
                catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
                {
                    // Ended by the server, or by the bench.
                }
            }
        }).ToList();
        while (Volatile.Read(ref asked) < Greedy)
        {
            await Task.Delay(50);
        }

        var busy = await MeasureAsync(server, other);
        await stop.CancelAsync();
        await Task.WhenAll(storm);
        Report.Add($"streams of another phone refused, of {Tries}", busy.Refused, baseline: null, "streams", Gate.UpTo(0, "streams"));
        Report.Add($"such a stream open, {Greedy} connections of one phone", busy.MedianMs, quiet.MedianMs, "ms");
        Report.Note($"that one phone asked {asked} times and opened {opened} streams");
    }

    private static async Task<(int Refused, double MedianMs)> MeasureAsync(ServerUnderTest server, AuthenticationHeaderValue phone)
    {
        var (refused, times) = (0, new List<double>());
        for (var i = 0; i < Tries; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await OpenAsync(server, phone, CancellationToken.None);
            refused += answer.IsSuccessStatusCode ? 0 : 1;
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return (refused, Report.Median(times));
    }

    private static Task<HttpResponseMessage> OpenAsync(ServerUnderTest server, AuthenticationHeaderValue phone, CancellationToken stop)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/events") { Headers = { Authorization = phone } };
        return server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
    }
}

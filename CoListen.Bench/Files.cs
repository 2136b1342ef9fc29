namespace CoListen.Bench;

/// <summary>Ten megabytes, eight at a time, against Kestrel's own way of sending a file.</summary>
internal static class Files
{
    private const int AtOnce = 8;
    private const int Times = 6;

    public static async Task RunAsync()
    {
        await using var server = await ServerUnderTest.CoListenAsync(Music.TenMegabytes);
        await using var bare = await ServerUnderTest.BareAsync(Music.TenMegabytes);
        var phones = new System.Net.Http.Headers.AuthenticationHeaderValue[AtOnce];
        for (var i = 0; i < AtOnce; i++)
        {
            phones[i] = await server.PairAsync();
        }

        server.Http.DefaultRequestHeaders.Authorization = phones[0];
        var track = (string)(await server.GetAsync("/index"))[0]!["trackId"]!;
        server.Http.DefaultRequestHeaders.Authorization = null;
        var (ourCpu, bareCpu) = (server.CpuSec, bare.CpuSec);
        var (ours, baseline) = await Report.AlternateAsync(
            () => MeasureAsync(server, "/file/" + track, phones), () => MeasureAsync(
                bare, "/file/" + Music.Large, new System.Net.Http.Headers.AuthenticationHeaderValue?[AtOnce]));
        var gigabytes = Report.Rounds * Times * AtOnce * (Music.LargeBytes / 1e9);
        Report.Row("10 MB files, 8 at a time", ours, baseline, "MB/s", "≥ 0.9×");
        Report.Row("processor time a GB served", (server.CpuSec - ourCpu) / gigabytes, (bare.CpuSec - bareCpu) / gigabytes, "s", "≤ 1.0×");
    }

    private static async Task<double> MeasureAsync(
        ServerUnderTest server, string path, System.Net.Http.Headers.AuthenticationHeaderValue?[] phones)
    {
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(phones.Select(async phone =>
        {
            var buffer = new byte[256 * 1024];
            for (var i = 0; i < Times; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.Authorization = phone;
                using var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                answer.EnsureSuccessStatusCode();
                await using var body = await answer.Content.ReadAsStreamAsync();
                while (await body.ReadAsync(buffer) > 0)
                {
                    // Only taken off the wire.
                }
            }
        }));
        return AtOnce * Times * (Music.LargeBytes / 1e6) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}

using System.Net.Http.Headers;

namespace CoListen.Bench;

/// <summary>Ten megabytes, eight at a time, against nginx with and without sendfile(2).</summary>
internal static class Files
{
    private const int AtOnce = 8;
    private const int Times = 6;
    private const int WarmUps = 1;

    public static async Task RunAsync()
    {
        if (Nginx.Program is null)
        {
            Report.Note("nginx is missing, so files are left out: run ./bench");
            return;
        }

        await using var server = await ServerUnderTest.CoListenAsync(Music.TenMegabytes);
        await using var sending = await ServerUnderTest.NginxAsync(sendfile: true, Music.TenMegabytes);
        await using var copying = await ServerUnderTest.NginxAsync(sendfile: false, Music.TenMegabytes);
        var phones = new AuthenticationHeaderValue[AtOnce];
        for (var i = 0; i < AtOnce; i++)
        {
            phones[i] = await server.PairAsync();
        }

        server.Http.DefaultRequestHeaders.Authorization = phones[0];
        await server.ScannedAsync(songs: 1);
        var track = (string)(await server.GetAsync("/index"))[0]!["trackId"]!;
        server.Http.DefaultRequestHeaders.Authorization = null;
        var (ourCpu, sendingCpu, copyingCpu) = (server.CpuSec, sending.CpuSec, copying.CpuSec);
        var nobody = new AuthenticationHeaderValue?[AtOnce];
        var speeds = await Report.RoundsAsync(
            WarmUps,
            Report.Rounds,
            () => MeasureAsync(server, "/file/" + track, phones),
            () => MeasureAsync(sending, "/file/" + Music.Large, nobody),
            () => MeasureAsync(copying, "/file/" + Music.Large, nobody));
        var gigabytes = (WarmUps + Report.Rounds) * Times * AtOnce * (Music.LargeBytes / 1e9);
        Report.Add("10 MB files, 8 at a time, against the faster nginx", speeds[0], speeds[1..].Max(), "MB/s", Gate.AtLeast(0.9));
        Report.Note(string.Create(CultureInfo.InvariantCulture, $"nginx with sendfile {speeds[1]:0} MB/s, without {speeds[2]:0} MB/s"));
        Report.Add(
            "processor time a GB served, against nginx with sendfile",
            (server.CpuSec - ourCpu) / gigabytes, (sending.CpuSec - sendingCpu) / gigabytes, "s", Gate.AtMost(1));
        Report.Add(
            "the same, against nginx without sendfile",
            (server.CpuSec - ourCpu) / gigabytes, (copying.CpuSec - copyingCpu) / gigabytes, "s");
    }

    private static async Task<double> MeasureAsync(ServerUnderTest server, string path, AuthenticationHeaderValue?[] phones)
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

using System.Buffers.Binary;
using CoListen.Api.Library;
using CoListen.Api.Library.Scan;

namespace CoListen.Tests.Library.Scan;

public sealed class HostileFilesTests : IDisposable
{
    private readonly MusicFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Hundreds_of_mutated_files_are_all_listed_beside_the_sound_ones()
    {
        const int mutants = 60;
        var random = new Random(20261122);
        foreach (var sample in Directory.GetFiles(MusicFolder.Sample("."), "tide.*"))
        {
            folder.AddSample(Path.GetFileName(sample));
            for (var i = 0; i < mutants; i++)
            {
                folder.Add($"mutants/{i}-{Path.GetFileName(sample)}", Mutate(await File.ReadAllBytesAsync(sample, Cancel), random));
            }
        }

        using var library = folder.Library();
        var scan = await library.ScanAsync(Cancel);

        Assert.Equal(scan.Read, library.Tracks.Count);
        Assert.Equal(10 * (mutants + 1), library.Tracks.Count);
        Assert.Equal("Tide", library.Tracks.Single(track => track.FileName == "tide.mp3").Tags?.Title);
    }

    [Fact]
    public async Task Boxes_nested_a_hundred_thousand_deep_do_not_overflow_the_stack()
    {
        const int depth = 100_000;
        var head = Box("ftyp", [.. "M4A "u8, 0, 0, 0, 0]);
        var nested = new byte[depth * 8];
        for (var level = 0; level < depth; level++)
        {
            BinaryPrimitives.WriteInt32BigEndian(nested.AsSpan(level * 8), nested.Length - (level * 8));
            (level == 0 ? "moov"u8 : level % 2 == 0 ? "trak"u8 : "mdia"u8).CopyTo(nested.AsSpan((level * 8) + 4));
        }

        folder.Add("deep.m4a", [.. head, .. nested]);

        Assert.Null(Assert.Single(await ScanAsync()).Duration);
    }

    [Theory]
    [InlineData("huge.mp3", "49443303000000000000FFFFFFFF")]
    [InlineData("huge-tag.mp3", "4944330300007F7F7F7F41504943")]
    [InlineData("huge.m4a", "00000018667479704D344120000000004D344120000000007FFFFFF06D6F6F767FFFFFE075647461")]
    [InlineData("huge.wav", "52494646F0FFFF7F57415645666D7420F0FFFF7F")]
    [InlineData("huge.flac", "664C614384FFFFFF")]
    [InlineData("huge.aiff", "464F524D7FFFFFF0414946464E414D457FFFFFF0")]
    [InlineData("huge.wma", "3026B2758E66CF11A6D900AA0062CE6CF0FFFFFF0000000001000000010240A4D0D207E3D21197F000A0C95EA850F0FFFFFF00000000")]
    [InlineData("version.mp3", "494433070000000002735449543200000006000000546964650054")]
    [InlineData("backwards.mp3", "494433030000000002735449543200000006000000546964650054504531FFFFFFE60000")]
    [InlineData("huge.webm", "1A45DFA301FFFFFFFFFFFFF0")]
    public async Task A_file_that_claims_to_be_huge_inside_is_listed_by_its_name(string name, string hex)
    {
        folder.Add(name, [.. Convert.FromHexString(hex), .. new byte[5_000]]);

        Assert.Equal(name, Assert.Single(await ScanAsync()).FileName);
    }

    [Fact]
    public async Task A_file_that_takes_too_long_is_given_up_and_the_others_are_read()
    {
        folder.Add("slow.mp3", MusicFolder.SlowMp3());
        FoundFile[] files = [.. Enumerable.Range(0, 3).Select(i => new FoundFile(i % 2 == 0 ? "slow.mp3" : "tide.mp3", 1, 0))];
        folder.AddSample("tide.mp3");

        var read = await new TagScanner(folder.Audio, files, _ => { }).RunAsync(Cancel);

        const string late = "Reading its tags takes too long.";
        Assert.Equal([late, "Tide", late], read.Select(file => file.Metadata.Problem ?? file.Metadata.Tags?.Title));
    }

    [Fact]
    public async Task A_worker_that_dies_costs_the_file_its_tags()
    {
        using var worker = new TagWorkerProcess(new ProcessStartInfo("true"));

        Assert.Equal("Reading its tags ends the reader.", (await worker.ReadAsync("tide.mp3", Cancel)).Problem);
        Assert.True(worker.HasEnded);
    }

    [Fact]
    public async Task A_worker_ends_with_its_server_even_while_it_parses()
    {
        var path = folder.Add("slow.mp3", MusicFolder.SlowMp3());
        using var server = new TagWorkerProcess(new ProcessStartInfo("bash", ["-c", """
            coproc worker { dotnet "$0" --tag-worker; }
            echo "{\"Path\":\"$1\",\"Cover\":null,\"Size\":0}" >&"${worker[1]}"
            exec {worker[1]}>&-
            wait "$worker_PID"
            """, typeof(TagWorker).Assembly.Location, path]));

        Assert.Equal("Reading its tags ends the reader.", (await server.ReadAsync("none.mp3", Cancel)).Problem);
    }

    [Fact]
    public async Task A_worker_has_little_memory_and_outlives_a_signal_to_all()
    {
        using var worker = new TagWorkerProcess();
        await worker.ReadAsync("none.mp3", Cancel);

        folder.Shell($"grep -qz '^DOTNET_GCHeapHardLimit=0xC800000$' /proc/{worker.Id}/environ; kill -INT {worker.Id}; kill {worker.Id}");

        Assert.Equal("Tide", (await worker.ReadAsync(folder.AddSample("tide.mp3"), Cancel)).Tags?.Title);
    }

    private async Task<IReadOnlyList<Track>> ScanAsync()
    {
        using var library = folder.Library();
        Assert.Null((await library.ScanAsync(Cancel)).Error);
        return library.Tracks;
    }

    private static byte[] Box(string type, byte[] content)
    {
        var box = new byte[8 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        System.Text.Encoding.ASCII.GetBytes(type, box.AsSpan(4));
        content.CopyTo(box, 8);
        return box;
    }

    internal static byte[] Mutate(byte[] bytes, Random random)
    {
        // Mostly near the start, where the headers are: flipped, maxed, cut, or a piece said twice.
        for (var i = random.Next(1, 12); i > 0; i--)
        {
            var at = (int)(bytes.Length * Math.Pow(random.NextDouble(), 3));
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.AsSpan(at, Math.Min(4, bytes.Length - at)).Fill((byte)(random.Next(2) * 255));
                    break;
                case 2:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 3:
                    bytes = [.. bytes[..at], .. bytes.AsSpan(at / 2, at - (at / 2)), .. bytes[at..]];
                    break;
                default:
                    bytes = bytes[..Math.Max(1, bytes.Length - random.Next(bytes.Length / 2))];
                    break;
            }
        }

        return bytes;
    }
}

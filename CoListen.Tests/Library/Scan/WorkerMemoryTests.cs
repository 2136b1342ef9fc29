using CoListen.Api.Library;
using CoListen.Api.Library.Scan;

namespace CoListen.Tests.Library.Scan;

/// <summary>Files that make a parser or a decoder want all memory: each in a worker of its own, whose peak Linux keeps.</summary>
public sealed class WorkerMemoryTests : IDisposable
{
    // The heap may be 200 MB; the rest is the runtime, its code and the decoder's buffers.
    private const int MostMB = 420;
    private const int Block = 8 * 1024 * 1024;
    private readonly MusicFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("picture.mp3")]
    [InlineData("atoms.m4a")]
    [InlineData("comments.flac")]
    public async Task A_file_that_takes_gigabytes_to_parse_is_told_with_its_reason_and_gets_none(string name)
    {
        var path = folder.Add(name, Bomb(name));
        using var worker = new TagWorkerProcess();

        var said = await worker.ReadAsync(path, Cancel);

        Assert.False(string.IsNullOrWhiteSpace(said.Problem), $"{said}");
        Assert.InRange(ProcessMemory.PeakOf(worker.Id), 20, MostMB);
        using var next = new TagWorkerProcess();
        Assert.Equal("Tide", (await next.ReadAsync(folder.AddSample("tide.mp3"), Cancel)).Tags?.Title);
    }

    [Theory]
    [InlineData(50_000, 50_000, false, false)]
    [InlineData(5_000, 5_000, true, true)]
    [InlineData(25_000_000, 1, true, false)]
    public async Task A_picture_takes_no_more_than_its_worker_may_have(int width, int height, bool isColour, bool isCover)
    {
        var picture = Pictures.BlackPng(width, height, isColour);
        var path = folder.AddWithCover("song.mp3", picture);
        using var worker = new TagWorkerProcess { MaxCpu = Thumbnails.MaxCpu };

        var said = await worker.ReadAsync(path, Cancel);
        Assert.Equal("Tide", said.Tags?.Title);
        Assert.Equal(isCover, said.Cover is not null);
        var cover = said.Cover ?? new Cover(0, picture.Length, "image/png", Cover.HashOf(picture));
        var small = await worker.SquareAsync(said.Cover is null ? folder.Add("bare.png", picture) : path, cover, 512, Cancel);

        Assert.Equal(isCover, small is not null);
        Assert.InRange(ProcessMemory.PeakOf(worker.Id), 20, MostMB);
    }

    private static byte[] Bomb(string name) => name switch
    {
        "comments.flac" => CraftedTags.FlacWithComments(2_000_000),
        "picture.mp3" => [.. "ID3\u0003\0\0"u8, 96, 0, 0, 10, .. "APIC"u8, 12, 0, 0, 0, 0, 0, .. new byte[24 * Block]],
        _ => [.. Atom(16, "ftyp"), .. "M4A "u8, 0, 0, 0, 0, .. Atom(Block + 8, "moov"), .. Repeat(Atom(8, "udta"), Block)],
    };

    private static byte[] Atom(int size, string name) => [0, .. Big24(size), .. Encoding.ASCII.GetBytes(name)];

    private static byte[] Big24(int number) => [(byte)(number >> 16), (byte)(number >> 8), (byte)number];

    private static byte[] Repeat(byte[] piece, int bytes)
    {
        var all = new byte[bytes];
        for (var at = 0; at < bytes; at += piece.Length) piece.AsSpan(0, Math.Min(piece.Length, bytes - at)).CopyTo(all.AsSpan(at));
        return all;
    }
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using TagLib;

namespace CoListen.Api.Library.Demo;

/// <summary>Music for whoever has none at hand: five short pieces, made by this program the first time they are needed.</summary>
public static class DemoLibrary
{
    private const string Album = "Five Small Rooms";
    private const string Artist = "CoListen Demo";
    private const int Year = 2026;
    private static readonly TimeSpan LeftBehind = TimeSpan.FromMinutes(10);

    /// <summary>Where they are kept: <c>colisten/demo</c> in the user's data directory (XDG Base Directory specification), else beside the temporary files.</summary>
    public static string DefaultPath
    {
        get
        {
            var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg
                ? xdg
                : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return Path.Combine(data.Length > 0 ? data : Path.GetTempPath(), "colisten", "demo");
        }
    }

    /// <summary>Makes the pieces, as WAV files with tags and covers, unless the directory exists. It appears whole or not at all.</summary>
    /// <exception cref="IOException">There is no room, or no right to write there.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no right to write there.</exception>
    public static void Make(string directory)
    {
        if (Directory.Exists(directory))
        {
            return;
        }

        var parent = Path.GetDirectoryName(directory)!;
        Directory.CreateDirectory(parent);
        foreach (var left in Directory.EnumerateDirectories(parent, "demo.*.part").Where(IsLeftBehind))
        {
            Directory.Delete(left, recursive: true);
        }

        var making = Directory.CreateDirectory(Path.Combine(parent, $"demo.{Guid.NewGuid():N}.part")).FullName;
        Parallel.For(0, DemoPiece.All.Length, number => Write(making, number, DemoPiece.All[number]));
        try
        {
            Directory.Move(making, directory);
        }
        catch (IOException) when (Directory.Exists(directory))
        {
            // Another start was faster.
            Directory.Delete(making, recursive: true);
        }
    }

    private static bool IsLeftBehind(string directory) => DateTime.UtcNow - Directory.GetLastWriteTimeUtc(directory) > LeftBehind;

    private static void Write(string directory, int number, DemoPiece piece)
    {
        var path = Path.Combine(directory, $"{number + 1:00} {piece.Title}.wav");
        System.IO.File.WriteAllBytes(path, Wav(Synth.Render(piece)));
        using var file = new TagLib.Riff.File(path);
        var tag = file.GetTag(TagTypes.Id3v2, true);
        tag.Title = piece.Title;
        tag.Performers = [Artist];
        tag.Album = Album;
        tag.Track = (uint)number + 1;
        tag.Year = Year;
        tag.Pictures = [new Picture(new ByteVector(DemoCover.Paint(piece.Colours, number))) { Type = PictureType.FrontCover, MimeType = "image/png" }];
        file.Save();
    }

    private static byte[] Wav(short[] samples)
    {
        const int headerBytes = 44;
        const short channels = 2;
        var data = MemoryMarshal.AsBytes<short>(samples);
        var wav = new byte[headerBytes + data.Length];
        var header = wav.AsSpan(0, headerBytes);
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], wav.Length - 8);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], channels);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], Synth.SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], Synth.SampleRate * channels * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], channels * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 8 * sizeof(short));
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], data.Length);
        data.CopyTo(wav.AsSpan(headerBytes));
        return wav;
    }
}

using System.Runtime.CompilerServices;

namespace CoListen.Api.Library.Scan;

/// <summary>
/// A file as a parser sees it: read-only, and limited in bytes, reads and recursion; beyond a limit a read throws
/// <see cref="IOException"/>.
/// </summary>
internal sealed class BoundedReadStream(string path)
    : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes), TagLib.File.IFileAbstraction
{
    // Bytes of one read: a tag with a picture of 8 MiB.
    private const int MaxBlock = 9 * 1024 * 1024;

    private const long MaxBytes = 2L * MaxBlock;
    private const int MaxBeyondEnd = 256 * 1024;
    private const int MaxReads = 50_000;
    private const int BufferBytes = 16 * 1024;

    private readonly List<(long Start, int Count)> reads = [];
    private long? length;
    private long bytesLeft = MaxBytes;
    private int readsLeft = MaxReads;

    // Asked once: it is a call of the system, and parsers ask all the time.
    public override long Length => length ??= base.Length;

    public Stream ReadStream => this;

    public Stream WriteStream => throw new NotSupportedException("A scan writes nothing.");

    public void CloseStream(Stream stream)
    {
        // Whoever opened it closes it.
    }

    /// <summary>The offset in the file of bytes that one of the reads returned; null if no read returned them.</summary>
    public long? Find(ReadOnlySpan<byte> bytes)
    {
        foreach (var (start, count) in reads)
        {
            if (count >= bytes.Length)
            {
                var block = new byte[count];
                var at = block.AsSpan(0, RandomAccess.Read(SafeFileHandle, block, start)).IndexOf(bytes);
                if (at >= 0) return start + at;
            }
        }

        return null;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        Spend(count);
        var start = Position;
        var read = base.Read(buffer, offset, count);
        reads.Add((start, read));
        bytesLeft -= read;
        CheckId3(buffer.AsSpan(offset, read));
        NameInfoXing(buffer.AsSpan(offset, read));
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        Spend(0);
        var from = origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => Length };
        return from + offset >= 0 ? base.Seek(offset, origin) : throw new IOException("The file points before its own start.");
    }

    private void Spend(int asked)
    {
        // A parser that recurses reads at each level: an exception here prevents an overflow of the stack.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (asked > MaxBlock || asked - MaxBeyondEnd > Length - Position || bytesLeft < 0 || --readsLeft < 0)
        {
            throw new IOException("The file asks for more than reading its tags should take.");
        }
    }

    // TagLib# does not return from an unknown ID3v2 version and allocates the size that the tag claims. It reads the head of a tag
    // (ID3v2.4, section 3.1) on its own.
    private void CheckId3(ReadOnlySpan<byte> read)
    {
        if (read is [(byte)'I', (byte)'D', (byte)'3', var version, _, _, var a, var b, var c, var d]
            && (version is < 2 or > 4 || ((a << 21) | (b << 14) | (c << 7) | d) > Length - Position))
        {
            throw new IOException("The ID3v2 tag is of an unknown version or larger than the file.");
        }
    }

    // LAME names its frame count "Xing", or "Info" if the bit rate is constant. TagLib# reads 16 bytes of it and knows "Xing" only; else it
    // takes the bit rate of that first frame, which is not always the bit rate of the music.
    private static void NameInfoXing(Span<byte> read)
    {
        if (read.Length == 16 && read.StartsWith("Info"u8))
        {
            "Xing"u8.CopyTo(read);
        }
    }
}

using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace CoListen.Api.Library.Scan;

/// <summary>
/// A file as a parser sees it: read-only, buffered (one window over the head, one that moves), and limited in bytes, reads and recursion.
/// Beyond a limit a read throws <see cref="IOException"/>.
/// </summary>
internal sealed class BoundedReadStream : Stream, TagLib.File.IFileAbstraction
{
    // Bytes of one read: a tag with a picture of 8 MiB.
    private const int MaxBlock = 9 * 1024 * 1024;

    private const long MaxBytes = 2L * MaxBlock;
    private const int MaxBeyondEnd = 256 * 1024;
    private const int MaxReads = 50_000;
    private const int WindowBytes = 16 * 1024;

    private readonly SafeFileHandle file;
    private readonly long length;
    private readonly List<(long Start, int Count)> reads = [];
    private Window head = new(0, []);
    private Window tail = new(0, []);
    private long position;
    private long bytesLeft = MaxBytes;
    private int readsLeft = MaxReads;

    /// <param name="file">The open file; the caller closes it.</param>
    /// <param name="name">Its path; the parser does not open it.</param>
    public BoundedReadStream(SafeFileHandle file, string name)
    {
        this.file = file;
        Name = name;
        length = RandomAccess.GetLength(file);
        Id3FrameGuard.StartOver();
    }

    public string Name { get; }

    public Stream ReadStream => this;

    public Stream WriteStream => throw new NotSupportedException("A scan writes nothing.");

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public void CloseStream(Stream stream)
    {
        // The caller owns the handle and closes it.
    }

    /// <summary>The offset in the file of bytes that one of the reads returned; null if no read returned them.</summary>
    public long? Find(ReadOnlySpan<byte> bytes)
    {
        foreach (var (start, count) in reads)
        {
            if (count >= bytes.Length)
            {
                var block = new byte[count];
                var at = block.AsSpan(0, RandomAccess.Read(file, block, start)).IndexOf(bytes);
                if (at >= 0) return start + at;
            }
        }

        return null;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        Spend(buffer.Length);
        var wanted = (int)Math.Clamp(length - position, 0, buffer.Length);
        if (wanted == 0) return 0;

        var read = wanted > WindowBytes
            ? RandomAccess.Read(file, buffer[..wanted], position)
            : WindowOver(position, wanted).CopyTo(position, buffer[..wanted]);
        reads.Add((position, read));
        position += read;
        bytesLeft -= read;
        CheckId3(buffer);
        NameInfoXing(buffer);
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        Spend(0);
        var target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => position + offset,
            _ => length + offset,
        };
        return target >= 0 ? position = target : throw new IOException("The file points before its own start.");
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        GiveBack(ref head);
        GiveBack(ref tail);
        base.Dispose(disposing);
    }

    private void Spend(int asked)
    {
        // A parser that recurses reads at each level: an exception here prevents an overflow of the stack.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (asked > MaxBlock || asked - MaxBeyondEnd > length - position || bytesLeft < 0 || --readsLeft < 0)
        {
            throw new IOException("The file asks for more than reading its tags should take.");
        }
    }

    // TagLib# does not return from an unknown ID3v2 version and allocates the size that the tag claims. It reads the head of a tag
    // (ID3v2.4, section 3.1) on its own.
    private void CheckId3(ReadOnlySpan<byte> read)
    {
        if (read is [(byte)'I', (byte)'D', (byte)'3', var version, _, _, var a, var b, var c, var d]
            && (version is < 2 or > 4 || ((a << 21) | (b << 14) | (c << 7) | d) > length - position))
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

    private Window WindowOver(long at, int count)
    {
        if (head.Holds(at, count)) return head;
        if (tail.Holds(at, count)) return tail;

        if (at + count <= WindowBytes) return head = Load(0, head.Bytes);

        // For a backward search the window ends at the place that is asked for.
        var start = at < tail.Start && at + count >= tail.Start - WindowBytes ? at + count - WindowBytes : at;
        return tail = Load(Math.Max(0, Math.Min(start, length - WindowBytes)), tail.Bytes);
    }

    private Window Load(long start, ArraySegment<byte> reuse)
    {
        var array = reuse.Array is { Length: > 0 } used ? used : ArrayPool<byte>.Shared.Rent(WindowBytes);
        return new Window(start, new ArraySegment<byte>(array, 0, RandomAccess.Read(file, array.AsSpan(0, WindowBytes), start)));
    }

    private static void GiveBack(ref Window window)
    {
        if (window.Bytes.Array is { Length: > 0 } array)
        {
            ArrayPool<byte>.Shared.Return(array);
            window = new Window(0, []);
        }
    }

    private readonly record struct Window(long Start, ArraySegment<byte> Bytes)
    {
        public bool Holds(long at, int count) => at >= Start && at + count <= Start + Bytes.Count;

        // A file that became shorter returns fewer bytes than asked for.
        public int CopyTo(long at, Span<byte> target)
        {
            var from = (int)Math.Min(at - Start, Bytes.Count);
            var count = Math.Min(target.Length, Bytes.Count - from);
            Bytes.AsSpan(from, count).CopyTo(target);
            return count;
        }
    }
}

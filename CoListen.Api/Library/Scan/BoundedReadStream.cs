using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace CoListen.Api.Library.Scan;

/// <summary>
/// What a parser sees of a file it must not be trusted with: read-only, buffered (one window over the head, one that moves), and limited in
/// bytes, reads and recursion. A limit that is hit is an <see cref="IOException"/> inside the parser.
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
    /// <param name="name">Its path, which the parser only shows.</param>
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

    /// <summary>The offset at which bytes that the parser took out of one of its reads lie in the file; null if they lie nowhere.</summary>
    public long? Find(ReadOnlySpan<byte> bytes)
    {
        foreach (var (start, count) in reads)
        {
            if (count >= bytes.Length)
            {
                var block = new byte[count];
                var at = block.AsSpan(0, RandomAccess.Read(file, block, start)).IndexOf(bytes);
                if (at >= 0)
                {
                    return start + at;
                }
            }
        }

        return null;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        Spend(buffer.Length);
        var wanted = (int)Math.Clamp(length - position, 0, buffer.Length);
        if (wanted == 0)
        {
            return 0;
        }

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
        // A parser that recurses reads at every level, so this is also where a stack about to overflow can still be unwound.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (asked > MaxBlock || asked - MaxBeyondEnd > length - position || bytesLeft < 0 || --readsLeft < 0)
        {
            throw new IOException("The file asks for more than reading its tags should take.");
        }
    }

    // TagLib# never comes back from an ID3v2 version that it does not know, and takes memory for whatever size the tag claims. The head of a tag
    // (ID3v2.4, section 3.1) is read on its own, just before.
    private void CheckId3(ReadOnlySpan<byte> read)
    {
        if (read is [(byte)'I', (byte)'D', (byte)'3', var version, _, _, var a, var b, var c, var d]
            && (version is < 2 or > 4 || ((a << 21) | (b << 14) | (c << 7) | d) > length - position))
        {
            throw new InvalidDataException("The ID3v2 tag is of an unknown version or larger than the file.");
        }
    }

    // LAME writes its frame count as "Xing" where the bit rate varies and as "Info" where it does not; TagLib#, which reads the first 16 bytes of it,
    // knows "Xing" only and takes the bit rate of that frame, which is not always the bit rate of the music.
    private static void NameInfoXing(Span<byte> read)
    {
        if (read.Length == 16 && read.StartsWith("Info"u8))
        {
            "Xing"u8.CopyTo(read);
        }
    }

    private Window WindowOver(long at, int count)
    {
        if (head.Holds(at, count))
        {
            return head;
        }

        if (tail.Holds(at, count))
        {
            return tail;
        }

        if (at + count <= WindowBytes)
        {
            return head = Load(0, head.Bytes);
        }

        // Searches run backwards too: then the window lies before the place, and near the end it reaches back from there.
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

        // A file that shrank since gives fewer bytes than asked for, down to none.
        public int CopyTo(long at, Span<byte> target)
        {
            var from = (int)Math.Min(at - Start, Bytes.Count);
            var count = Math.Min(target.Length, Bytes.Count - from);
            Bytes.AsSpan(from, count).CopyTo(target);
            return count;
        }
    }
}

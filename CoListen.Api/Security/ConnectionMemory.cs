using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace CoListen.Api.Security;

/// <summary>
/// Kestrel's blocks. So many as fill 16 MB are kept for the next connection; what a crowd needs beyond that goes with the garbage.
/// Kestrel's own pool keeps its high water for minutes, in memory that is never compacted.
/// </summary>
internal sealed class ConnectionMemory : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    private const int BlockBytes = 4096;
    private const int MostKept = 4096;

    private readonly ConcurrentQueue<Block> kept = [];
    private int count;

    public override int MaxBufferSize => BlockBytes;

    /// <summary>How many blocks are kept; for tests.</summary>
    public int Kept => kept.Count;

    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        if (!kept.TryDequeue(out var block)) return new Block(this);

        Interlocked.Decrement(ref count);
        return block;
    }

    /// <summary>It outlives every listener that uses it.</summary>
    protected override void Dispose(bool disposing)
    {
    }

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref count) <= MostKept) kept.Enqueue(block);
        else Interlocked.Decrement(ref count);
    }

    private sealed class Block(ConnectionMemory pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(BlockBytes);

        public void Dispose() => pool.Return(this);
    }
}

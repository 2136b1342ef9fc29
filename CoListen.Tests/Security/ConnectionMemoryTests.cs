using System.Buffers;
using CoListen.Api.Security;

namespace CoListen.Tests.Security;

public sealed class ConnectionMemoryTests
{
    private const int MostKept = 4096;

    [Fact]
    public void A_block_that_comes_back_is_the_next_one()
    {
        using var memory = new ConnectionMemory();
        var block = memory.Rent();
        var bytes = block.Memory;
        block.Dispose();

        Assert.Equal(memory.MaxBufferSize, bytes.Length);
        Assert.Equal(bytes, memory.Rent().Memory);
        Assert.Equal(0, memory.Kept);
    }

    [Fact]
    public void What_a_crowd_needed_beyond_sixteen_megabytes_is_not_kept()
    {
        using var memory = new ConnectionMemory();
        List<IMemoryOwner<byte>> blocks = [.. Enumerable.Range(0, 2 * MostKept).Select(_ => memory.Rent())];
        Parallel.ForEach(blocks, block => block.Dispose());

        Assert.Equal(MostKept, memory.Kept);
    }

    [Fact]
    public void All_that_listen_share_one_pool()
    {
        using var memory = new ConnectionMemory();
        Assert.Same(memory.Create(), memory.Create());
        memory.Create().Dispose();
        Assert.Equal(memory.MaxBufferSize, memory.Rent().Memory.Length);
    }
}

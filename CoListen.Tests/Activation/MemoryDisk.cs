using CoListen.Silo.Storage;

namespace CoListen.Tests.Activation;

/// <summary>A state file in memory, on a disk that can be full.</summary>
internal sealed class MemoryDisk : IStateFile
{
    public byte[]? Bytes { get; set; }

    public bool IsFull { get; set; }

    public int Writes { get; private set; }

    public string Name => "a disk in memory";

    public byte[]? Read() => Bytes;

    public ValueTask DeleteAsync()
    {
        Bytes = null;
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (IsFull)
        {
            throw new IOException("No space left on device");
        }

        Bytes = bytes.ToArray();
        Writes++;
        return ValueTask.CompletedTask;
    }
}

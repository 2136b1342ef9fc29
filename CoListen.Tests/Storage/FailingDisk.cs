using CoListen.Silo.Storage;
using Microsoft.Win32.SafeHandles;

namespace CoListen.Tests.Storage;

/// <summary>A disk whose calls can be made to fail, and which knows what one file may hold after a crash.</summary>
internal sealed class FailingDisk(string path) : DiskCalls
{
    public const string Garbage = "garbage";

    private readonly HashSet<SafeFileHandle> failed = [];
    private bool tempIsDurable;

    /// <summary>Whether the call of this number, from 1, fails.</summary>
    public Func<int, bool> Fails { get; set; } = _ => false;

    public Func<Exception> Error { get; init; } = () => new IOException("Input/output error", 5);

    public int Calls { get; private set; }

    public List<string> Failed { get; } = [];

    /// <summary>What the file may hold after a crash now; null stands for no file.</summary>
    public HashSet<string?> Durable { get; } = [ContentOf(path)];

    public void Restart(Func<int, bool> fails)
    {
        (Calls, Fails) = (0, fails);
        Failed.Clear();
    }

    public override byte[] Read(string path) => Do("read", () => base.Read(path));

    public override void CreateDirectory(string path) => Do("mkdir", () => base.CreateDirectory(path));

    public override FileStream Create(string path)
    {
        tempIsDurable = false;
        return Do("create", () => base.Create(path));
    }

    public override void Write(FileStream file, ReadOnlySpan<byte> bytes)
    {
        // What fails has written a part.
        base.Write(file, bytes[..(bytes.Length / 2)]);
        Do("write", () => { });
        base.Write(file, bytes[(bytes.Length / 2)..]);
    }

    public override SafeFileHandle? OpenDirectory(string path) => Do("open directory", () => base.OpenDirectory(path));

    public override void Fsync(SafeFileHandle file)
    {
        Assert.DoesNotContain(file, failed);
        var isDirectory = File.GetAttributes($"/proc/self/fd/{file.DangerousGetHandle()}").HasFlag(FileAttributes.Directory);
        failed.Add(file);
        Do(isDirectory ? "fsync directory" : "fsync", () => base.Fsync(file));
        failed.Remove(file);
        if (isDirectory)
        {
            Durable.Clear();
            Durable.Add(ContentOf(path));
        }
        else
        {
            tempIsDurable = true;
        }
    }

    public override void Rename(string from, string to)
    {
        Do("rename", () => base.Rename(from, to));
        Durable.Add(tempIsDurable ? ContentOf(path) : Garbage);
    }

    public override void Delete(string path1)
    {
        Do(path1 == path ? "delete" : "delete temp", () => base.Delete(path1));
        if (path1 == path)
        {
            Durable.Add(null);
        }
    }

    private static string? ContentOf(string path) => File.Exists(path) ? Encoding.UTF8.GetString(File.ReadAllBytes(path)) : null;

    private void Do(string call, Action act) => Do(call, () =>
    {
        act();
        return true;
    });

    private T Do<T>(string call, Func<T> act)
    {
        if (Fails(++Calls))
        {
            Failed.Add(call);
            throw Error();
        }

        return act();
    }
}

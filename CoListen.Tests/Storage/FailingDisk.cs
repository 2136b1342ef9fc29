using CoListen.Silo.Storage;
using Microsoft.Win32.SafeHandles;

namespace CoListen.Tests.Storage;

/// <summary>
/// A disk whose calls can be made to fail, and which knows what one file may hold after a crash. It syncs nothing: it notes it.
/// </summary>
internal sealed class FailingDisk : DiskCalls
{
    private readonly HashSet<SafeFileHandle> failed = [];
    private readonly string path;

    public FailingDisk(string path)
    {
        this.path = path;
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(folder)) Journal.Begin(folder, content: null);
        }

        foreach (var file in new[] { path, path + ".tmp" }.Where(File.Exists)) Journal.Begin(file, File.ReadAllBytes(file));
    }

    public DiskJournal Journal { get; } = new();

    /// <summary>Whether the call of this number, from 1, fails.</summary>
    public Func<int, bool> Fails { get; set; } = _ => false;

    public Func<Exception> Error { get; init; } = () => new IOException("Input/output error", 5);

    public int Calls { get; private set; }

    public List<string> Failed { get; } = [];

    /// <summary>What the file may hold after a crash now; null stands for no file.</summary>
    public HashSet<string?> Durable => Journal.After(path, Journal.Count);

    public void Restart(Func<int, bool> fails)
    {
        (Calls, Fails) = (0, fails);
        Failed.Clear();
    }

    public override byte[] Read(string path) => Do("read", () => base.Read(path));

    public override void CreateDirectory(string path) => Do("mkdir", () =>
    {
        base.CreateDirectory(path);
        Journal.MakeDirectory(path);
    });

    public override FileStream Create(string path) => Do("create", () =>
    {
        var file = base.Create(path);
        Journal.Create(path);
        return file;
    });

    public override void Write(FileStream file, ReadOnlySpan<byte> bytes)
    {
        // What fails has written a part.
        var half = bytes.Length / 2;
        Put(file, bytes[..half]);
        Do("write", () => { });
        Put(file, bytes[half..]);
    }

    public override SafeFileHandle? OpenDirectory(string path) => Do("open directory", () => base.OpenDirectory(path));

    public override void Fsync(SafeFileHandle file)
    {
        Assert.DoesNotContain(file, failed);
        var synced = File.ResolveLinkTarget($"/proc/self/fd/{file.DangerousGetHandle()}", returnFinalTarget: false)!.FullName;
        var isDirectory = Directory.Exists(synced);
        try
        {
            Do(isDirectory ? "fsync directory" : "fsync", () => { });
        }
        catch
        {
            failed.Add(file);
            if (!isDirectory) Journal.SyncFile(synced, failed: true);
            throw;
        }

        if (isDirectory)
        {
            Journal.SyncDirectory(synced);
        }
        else
        {
            Journal.SyncFile(synced, failed: false);
        }
    }

    public override void Rename(string from, string to) => Do("rename", () =>
    {
        base.Rename(from, to);
        Journal.Rename(from, to);
    });

    public override void Delete(string path1) => Do(path1 == path ? "delete" : "delete temp", () =>
    {
        base.Delete(path1);
        Journal.Delete(path1);
    });

    private void Put(FileStream file, ReadOnlySpan<byte> bytes)
    {
        base.Write(file, bytes);
        Journal.Write(file.Name, bytes);
    }

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

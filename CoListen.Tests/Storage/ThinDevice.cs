namespace CoListen.Tests.Storage;

/// <summary>ext4 on a loop device whose backing store can run full: what a thin volume does.</summary>
internal sealed class ThinDevice(string root) : IAsyncDisposable
{
    private readonly string disk = Path.Combine(root, "thin", "disk");

    public string Mounted => Path.Combine(root, "mounted");

    public static async Task<ThinDevice> CreateAsync(string root)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can mount a device.");
        var device = new ThinDevice(root);
        await Shell.RunAsync($"""
            mkdir -p {root}/thin {device.Mounted}
            mount -t tmpfs -o size=24m tmpfs {root}/thin
            truncate -s 16m {device.disk}
            mkfs.ext4 -q -F -b 1024 -E lazy_itable_init=0,lazy_journal_init=0 {device.disk}
            fallocate -l 16m {device.disk}
            mount -o loop {device.disk} {device.Mounted}
            """);
        return device;
    }

    /// <summary>Gives the free blocks of the device back to its backing store, which somebody else then fills.</summary>
    public Task FillAsync() =>
        Shell.RunAsync($"fstrim {Mounted}; dd if=/dev/zero of={root}/thin/filler bs=64k 2>&1 | grep -q 'No space left'");

    /// <summary>Mounts the device anew, with room in its backing store: what was in memory alone is lost.</summary>
    public Task RemountAsync() => Shell.RunAsync($"umount {Mounted}; rm {root}/thin/filler; mount -o loop {disk} {Mounted}");

    public ValueTask DisposeAsync() => new(Shell.RunAsync($"umount -l {Mounted} || true; umount -l {root}/thin"));
}

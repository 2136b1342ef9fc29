using CoListen.Silo.Storage;

namespace CoListen.Tests.Storage;

public sealed class FileLockTests : IDisposable
{
    private readonly TempDirectory folder = new();

    private string Target => Path.Combine(folder.Path, "deep", "main.json.lock");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void One_holds_and_the_next_learns_who_until_it_is_released()
    {
        using (FileLock.TryHold(Target, out _))
        {
            Assert.Null(FileLock.TryHold(Target, out var holder));
            Assert.Equal(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), holder);
        }

        using var again = FileLock.TryHold(Target, out _);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task Who_waits_holds_once_it_is_released()
    {
        var first = FileLock.TryHold(Target, out _)!;
        var second = FileLock.HoldAsync(Target, TimeSpan.FromHours(1));
        Assert.False(second.IsCompleted);

        first.Dispose();

        using var held = await second;
        Assert.Null(FileLock.TryHold(Target, out _));
    }

    [Fact]
    public async Task Nobody_waits_for_ever()
    {
        using var held = FileLock.TryHold(Target, out _);

        await Assert.ThrowsAsync<IOException>(() => FileLock.HoldAsync(Target, TimeSpan.Zero));
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_an_error_and_not_held()
    {
        Directory.CreateDirectory(Target);

        Assert.Throws<IOException>(() => FileLock.TryHold(Target, out _));
    }
}

using System.Threading.Channels;
using CoListen.Api.Library.Scan;

namespace CoListen.Api.Library;

/// <summary>
/// Scans again once something below the audio directory has changed and then nothing for a second, so that a file is read when it is whole.
/// Not every disk of a network tells; there the host screen asks for a scan.
/// </summary>
internal sealed partial class LibraryWatcher(IOptions<LibraryOptions> options, LibrarySync sync, ILogger<LibraryWatcher> logger)
    : BackgroundService
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> changed =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.WatchAudioDir) return;

        await sync.Followed.WaitAsync(stoppingToken);
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                using var watcher = Watch(AudioDirectory.Choose(options.Value.AudioDir));
                // What changed while nobody watched.
                if (!isFirst) Note();
                await ScanWhileThereAsync(stoppingToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // The directory is gone, or the system has no watches left.
                if (isFirst) LogUnwatched(e.Message);
            }

            await Task.Delay(RetryPeriod, stoppingToken);
        }
    }

    private async Task ScanWhileThereAsync(CancellationToken cancel)
    {
        while (await changed.Reader.ReadAsync(cancel))
        {
            do
            {
                await Task.Delay(Quiet, cancel);
            }
            while (changed.Reader.TryRead(out _));

            if ((await sync.ScanAsync(cancel, onlyChanges: true)).Error is not null) return;
        }
    }

    private FileSystemWatcher Watch(string directory)
    {
        var watcher = new FileSystemWatcher(directory)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite,
        };
        watcher.Created += (_, _) => Note();
        watcher.Changed += (_, _) => Note();
        watcher.Deleted += (_, _) => Note();
        watcher.Renamed += (_, _) => Note();
        watcher.Error += (_, _) => Note();
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private void Note() => changed.Writer.TryWrite(true);

    [LoggerMessage(LogLevel.Warning, "Changes of the audio directory are not noticed by themselves ({Complaint}).")]
    private partial void LogUnwatched(string complaint);
}

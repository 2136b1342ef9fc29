namespace CoListen.Api.Library;

/// <summary>Where the music is, and where a scan of it is stored.</summary>
internal sealed class LibraryOptions
{
    /// <summary>The directory with the music; null: <c>~/Music</c> if it holds audio, else the demo library.</summary>
    public string? AudioDir { get; set; }

    /// <summary>The file that stores a scan; null: <c>colisten/library-….scan</c> in the user's cache, one a directory.</summary>
    public string? LibraryCache { get; set; }

    /// <summary>Whether changes of the directory are noticed by themselves; default true.</summary>
    public bool WatchAudioDir { get; set; } = true;

    /// <summary>Whether the loudness of songs that do not say it is measured, where ffmpeg is; default true.</summary>
    public bool MeasureLoudness { get; set; } = true;
}

namespace CoListen.Api.Library;

/// <summary>Where the music is, and where the scan is remembered.</summary>
public sealed class LibraryOptions
{
    /// <summary>The directory with the music; null: <c>~/Music</c> if it holds audio, else the demo library.</summary>
    public string? AudioDir { get; set; }

    /// <summary>The file that remembers a scan; null: <c>colisten/library-….jsonl</c> in the user's cache directory, one per audio directory.</summary>
    public string? LibraryCache { get; set; }
}

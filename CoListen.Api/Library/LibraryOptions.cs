namespace CoListen.Api.Library;

/// <summary>Where the music is, and where a scan of it is stored.</summary>
public sealed class LibraryOptions
{
    /// <summary>The directory with the music; null: <c>~/Music</c> if it holds audio, else the demo library.</summary>
    public string? AudioDir { get; set; }

    /// <summary>The file that stores a scan; null: <c>colisten/library-….json</c> in the user's cache, one a directory.</summary>
    public string? LibraryCache { get; set; }
}

namespace CoListen.Silo.Sessions;

/// <summary>Part of the library that plays in a room. Exactly one member is there.</summary>
/// <param name="Folder">A folder's path below the audio directory: the tracks in it and below it.</param>
/// <param name="Album">The album that tracks name in their tags.</param>
/// <param name="Artist">The artist that tracks name in their tags.</param>
/// <param name="Playlist">A playlist file of the audio directory.</param>
internal sealed record MusicChoice(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Folder = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Album = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Artist = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Playlist = null)
{
    /// <summary>What it is called.</summary>
    [JsonIgnore]
    public string Name => Folder ?? Album ?? Artist ?? Playlist ?? "";

    /// <summary>Whether exactly one member is there, and not empty.</summary>
    [JsonIgnore]
    public bool IsOne => new[] { Folder, Album, Artist, Playlist }.Count(name => name is not null) == 1 && Name.Length > 0;
}

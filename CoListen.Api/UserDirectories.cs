namespace CoListen.Api;

/// <summary>Directories of the user who runs the server (XDG Base Directory Specification).</summary>
internal static class UserDirectories
{
    /// <summary><c>colisten</c> in <c>$XDG_CACHE_HOME</c>, else in <c>~/.cache</c>; null if the user has no home.</summary>
    public static string? Cache => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? Path.Combine(xdg, "colisten")
        : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Combine(home, ".cache", "colisten")
        : null;
}

namespace CoListen.Api.Library.Scan;

/// <summary>A file of what can be made again: it need not survive a crash, but is never seen half written.</summary>
internal static class CacheFile
{
    /// <summary>Replaces the file in one step.</summary>
    /// <returns>Why it cannot be written; else null.</returns>
    public static string? Replace(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var temporary = $"{path}.{Environment.ProcessId}.tmp";
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}

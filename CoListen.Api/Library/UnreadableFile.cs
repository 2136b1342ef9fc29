namespace CoListen.Api.Library;

/// <summary>A file or folder that a scan could not read.</summary>
/// <param name="Path">Relative to the audio directory, without control characters.</param>
/// <param name="Reason">A sentence for a person.</param>
public sealed record UnreadableFile(string Path, string Reason);

namespace CoListen.Api.Library.Demo;

/// <summary>Five short pieces that ship with the server (CC0), played where no other music is found.</summary>
internal static class DemoLibrary
{
    /// <summary>The folder with the pieces.</summary>
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "Library", "Demo");
}

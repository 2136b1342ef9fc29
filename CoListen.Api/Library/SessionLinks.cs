using CoListen.Api.Files;

namespace CoListen.Api.Library;

/// <summary>What the session learns from the music: which tracks there are, and how far their downloads have come.</summary>
internal static class SessionLinks
{
    /// <summary>Registers both.</summary>
    public static void AddSessionLinks(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<LibrarySync>().AddScoped<IDownloadProgress, SessionHearsDownloads>();
}

namespace CoListen.AppHost.Embedded;

/// <summary>Waits for what is being started.</summary>
internal static class Answering
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks until the answer is a success, or until there is no use in asking.</summary>
    /// <returns>Whether it answers.</returns>
    public static async Task<bool> UntilAsync(Uri url, Task useless)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        while (!useless.IsCompleted)
        {
            try
            {
                using var answer = await http.GetAsync(url);
                if (answer.IsSuccessStatusCode)
                {
                    return true;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not yet.
            }

            await Task.WhenAny(useless, Task.Delay(Between));
        }

        return false;
    }
}

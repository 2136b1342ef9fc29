namespace CoListen.Api.Files;

/// <summary>Counts the downloads that run at once for each client, so that one phone cannot take the line from the others.</summary>
internal sealed class DownloadSlots
{
    public const int PerClient = 4;

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> taken = new(StringComparer.Ordinal);

    /// <summary>Takes one of the client's slots; false if all are taken. Each slot taken is given back once.</summary>
    public bool TryTake(string client)
    {
        lock (gate)
        {
            var count = taken.GetValueOrDefault(client);
            if (count >= PerClient)
            {
                return false;
            }

            taken[client] = count + 1;
            return true;
        }
    }

    /// <summary>Gives one slot back.</summary>
    public void GiveBack(string client)
    {
        lock (gate)
        {
            if (--taken[client] == 0)
            {
                taken.Remove(client);
            }
        }
    }
}

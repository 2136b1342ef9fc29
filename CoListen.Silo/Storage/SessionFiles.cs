using System.Security.Cryptography;
using System.Text;

namespace CoListen.Silo.Storage;

/// <summary>
/// Where sessions keep their state: <c>main</c> in the file that the settings name, the others beside it. A name never becomes part of a path as it is: a
/// file is called after the plain letters of the name, for people, and after its hash, which tells all names apart on every disk.
/// </summary>
/// <param name="main">The state file of <c>main</c>, such as <c>main.json</c>.</param>
public sealed class SessionFiles(string main)
{
    private const int MostLetters = 24;

    /// <summary>The state file of <c>main</c>.</summary>
    public string Main { get; } = Path.GetFullPath(main);

    /// <summary>The list of the other sessions, such as <c>main.sessions.json</c>.</summary>
    public string Directory => Path.ChangeExtension(Main, ".sessions.json");

    /// <summary>The state file of another session, such as <c>main.kitchen-0123456789abcdef.json</c>.</summary>
    public string Of(string name)
    {
        var letters = new string([.. name.Where(char.IsAsciiLetterOrDigit).Take(MostLetters)]).ToLowerInvariant();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8));
        return Path.ChangeExtension(Main, $".{letters}-{hash}.json");
    }
}

using System.Data.Common;

namespace CoListen.Silo.Storage;

/// <summary>Tells a record that cannot be read from a store that does not answer.</summary>
internal static class UnreadableRecord
{
    /// <summary>Whether a read failed because of what is stored; a storage may have wrapped the error, and an error has causes.</summary>
    public static bool IsCauseOf(Exception e) =>
        e is IOException || (Chain(e).Any(cause => cause is JsonException) && !Chain(e).Any(cause => cause is DbException));

    /// <summary>What is wrong with the record, for its owner.</summary>
    public static string Complaint(Exception e) => (Chain(e).FirstOrDefault(cause => cause is JsonException) ?? e).Message;

    private static IEnumerable<Exception> Chain(Exception e)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException) yield return cause;
    }
}

using System.Data.Common;

namespace CoListen.Api;

/// <summary>The server cannot start with its settings on this machine. The message is a sentence for the person who starts it.</summary>
internal sealed class StartupException(string message) : IOException(message)
{
    /// <summary>The sentence for an exception that another setting prevents; null for any other exception.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        StartupException or OptionsValidationException or DbException => exception.Message,
        { Source: "Microsoft.Extensions.Configuration.Binder" } => exception.Message,
        AggregateException all => all.InnerExceptions.Select(Explain).FirstOrDefault(sentence => sentence is not null),
        _ => null,
    };
}

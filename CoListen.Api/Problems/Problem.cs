namespace CoListen.Api.Problems;

/// <summary>Makes problem details (RFC 9457) with a short, stable <c>type</c>. Every refusal of the server is one.</summary>
internal static class Problem
{
    /// <summary>The media type of a problem.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>Makes a problem, to return from an endpoint or to execute on a response that has not started.</summary>
    /// <param name="type">A kebab-case word that never changes: clients branch on it.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="title">The same for every problem of this type.</param>
    /// <param name="detail">A sentence for a person: the cause and the remedy.</param>
    /// <param name="extensions">More top-level members of the JSON.</param>
    public static ProblemHttpResult Of(
        string type,
        int status,
        string title,
        string detail,
        IEnumerable<KeyValuePair<string, object?>>? extensions = null) =>
        TypedResults.Problem(detail: detail, statusCode: status, title: title, type: type, extensions: extensions);

    /// <summary>Makes the problem for a status that the framework set without a body.</summary>
    public static ProblemHttpResult OfStatus(int status) => status switch
    {
        400 => Of("bad-json", status, "Bad request", "The body is not the JSON that this route wants."),
        404 => Of("not-found", status, "Not found", "There is nothing here."),
        405 => Of("wrong-method", status, "Wrong method", "This route answers another method; see Allow."),
        413 => Of("too-large", status, "Too large", "The body is larger than 16 KiB."),
        415 => Of("not-json", status, "Not JSON", "Send the body as application/json."),
        416 => Of("bad-range", status, "Bad range", "The file has no such range; see Content-Range."),
        503 => Of("unavailable", status, "Unavailable", "The server cannot do this just now. Try again soon."),
        >= 500 => Of("internal", status, "Internal error", "Something broke here. It is in the server's log."),
        _ => Of("bad-request", status, "Bad request", "The server does not understand this request."),
    };
}

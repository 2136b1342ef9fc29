using CoListen.Api.Pairing;
using CoListen.Silo.Messages;

namespace CoListen.Api.Commands;

/// <summary>
/// <c>Prefer: return=minimal</c> (RFC 7240): an answer leaves the queue out of its snapshot, because the phone knows it from its stream and
/// it may hold 100,000 tracks.
/// </summary>
internal static class MinimalAnswer
{
    /// <summary>Honours the preference on these routes.</summary>
    public static TBuilder WithMinimalAnswer<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.AddEndpointFilter(async (context, next) =>
    {
        var result = await next(context);
        if (!IsPreferred(context.HttpContext.Request)) return result;

        context.HttpContext.Response.Headers["Preference-Applied"] = "return=minimal";
        switch (result is INestedHttpResult nested ? nested.Result : result)
        {
            case Ok<CommandAnswer> { Value: { } answer }:
                return TypedResults.Ok(answer with { Snapshot = WithoutQueue(answer.Snapshot) });
            case Ok<PairAnswer> { Value: { } answer }:
                return TypedResults.Ok(answer with { Snapshot = WithoutQueue(answer.Snapshot) });
            case ProblemHttpResult { ProblemDetails.Extensions: var members } when members.TryGetValue("snapshot", out var snapshot):
                members["snapshot"] = WithoutQueue((SnapshotView)snapshot!);
                return result;
            default:
                return result;
        }
    });

    private static SnapshotView WithoutQueue(SnapshotView snapshot) => snapshot with { Queue = null };

    private static bool IsPreferred(HttpRequest request) => request.Headers.GetCommaSeparatedValues("Prefer")
        .Any(preference => preference.Split(';')[0].Replace(" ", "").Equals("return=minimal", StringComparison.OrdinalIgnoreCase));
}

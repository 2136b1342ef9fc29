using System.Reflection;
using CoListen.Api.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace CoListen.Api.Commands;

/// <summary>The eventCount that the caller knows. Binds itself from the header <see cref="Header"/>.</summary>
internal readonly record struct EventCount(long Value) : IEndpointParameterMetadataProvider
{
    /// <summary>The name of the header.</summary>
    public const string Header = "If-Match-Event";

    /// <summary>Reads the header.</summary>
    /// <exception cref="ProblemException">428 when the header is missing (RFC 6585), 400 when it is not a whole number.</exception>
    public static ValueTask<EventCount> BindAsync(HttpContext http)
    {
        string? text = http.Request.Headers[Header];
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ProblemException(Problem.Of(
                "event-count-missing", 428, "Which eventCount?", $"Send the eventCount that you know in {Header}."));
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? new(new EventCount(value))
            : throw new ProblemException(Problem.Of(
                "event-count-invalid", 400, "Not an eventCount", $"{Header} has to be a whole number."));
    }

    /// <summary>Describes the answers to a request whose header is missing, invalid or out of date.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        Answer(StatusCodes.Status400BadRequest, "bad-json, bad-position or event-count-invalid.");
        Answer(
            StatusCodes.Status409Conflict,
            "stale-event-count: another command came first. Carries `expectedEventCount` and `snapshot`; nothing has changed.");
        Answer(StatusCodes.Status428PreconditionRequired, $"event-count-missing: the header {Header} is missing.");

        void Answer(int status, string description) => builder.Metadata.Add(
            new ProducesResponseTypeMetadata(status, typeof(void), [Problem.MediaType]) { Description = description });
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CoListen.Api.Problems;
using CoListen.Silo.Activation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CoListen.Api.Commands;

/// <summary>Reads what every command request carries; what is wrong with it comes back as a problem.</summary>
internal static class CommandRequest
{
    /// <summary>The header that says which eventCount the caller knows.</summary>
    public const string Header = "If-Match-Event";

    private static readonly JsonSerializerOptions Options = new(WireJson.Options) { RespectNullableAnnotations = true, NumberHandling = default };

    /// <summary>The eventCount in <see cref="Header"/>: 428 when there is none (RFC 6585), 400 when it is no number.</summary>
    public static bool TryReadEventCount(HttpRequest request, out long eventCount, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        string? text = request.Headers[Header];
        problem = string.IsNullOrWhiteSpace(text)
            ? Problem.Of("event-count-missing", StatusCodes.Status428PreconditionRequired, "Which eventCount?", $"Send the eventCount that you know in {Header}.")
            : null;
        eventCount = -1;
        if (problem is null && !long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, null, out eventCount))
        {
            problem = Problem.Of("event-count-invalid", StatusCodes.Status400BadRequest, "Not an eventCount", $"{Header} has to be a whole number.");
        }

        return problem is null;
    }

    /// <summary>The JSON body; none counts as <c>{}</c>.</summary>
    public static async ValueTask<(T? Body, ProblemHttpResult? Problem)> ReadBodyAsync<T>(HttpRequest request)
        where T : class
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        if (buffer.Length > 0 && !request.HasJsonContentType())
        {
            return (null, Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType));
        }

        try
        {
            return JsonSerializer.Deserialize<T>(buffer.Length == 0 ? "{}"u8 : buffer.GetBuffer().AsSpan(0, (int)buffer.Length), Options) is { } body
                ? (body, null)
                : (null, Problem.OfStatus(StatusCodes.Status400BadRequest));
        }
        catch (JsonException)
        {
            return (null, Problem.OfStatus(StatusCodes.Status400BadRequest));
        }
    }
}

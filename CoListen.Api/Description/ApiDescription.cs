using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CoListen.Api.Description;

/// <summary><c>GET /openapi/v1.json</c>: what the routes say of themselves, and what holds for all of them.</summary>
internal static class ApiDescription
{
    private const string Paired = "paired";
    private const string ProblemType = "application/problem+json";
    private static readonly HashSet<string> Commands = new(StringComparer.Ordinal) { "play", "pause", "seek", "next", "nudge", "ack-download", "sit-out", "start-now" };

    /// <summary>Describes the API.</summary>
    public static void AddApiDescription(this WebApplicationBuilder builder) => builder.Services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer(DescribeServerAsync);
        options.AddOperationTransformer(DescribeOperationAsync);
    });

    /// <summary>Maps the description; paired phones may read it, in every environment.</summary>
    public static void MapApiDescription(this IEndpointRouteBuilder routes) => routes.MapOpenApi();

    private static Task DescribeServerAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info.Title = "CoListen";
        document.Info.Description = "Listen together in one room. Every error is problem details (RFC 9457) with a stable type.";
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Paired] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The token that POST /pair sets as cookie; the cookie itself does as well.",
            },
        };
        return Task.CompletedTask;
    }

    private static Task DescribeOperationAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Paired, context.Document)] = [] }];
            Answer(operation, "401", "not-paired: pair first.");
        }

        if (Commands.Contains(context.Description.RelativePath ?? ""))
        {
            AskForEventCount(operation);
            Answer(operation, "400", "bad-json, bad-position or bad-event-count: nothing has changed.");
            Answer(operation, "409", "stale: another command came first. Carries `expectedEventCount` and `snapshot`; nothing has changed.");
            Answer(operation, "428", "no-event-count: the header If-Match-Event is missing.");
        }

        return Task.CompletedTask;
    }

    private static void AskForEventCount(OpenApiOperation operation)
    {
        const string header = "If-Match-Event";
        operation.Parameters ??= [];
        for (var i = operation.Parameters.Count - 1; i >= 0; i--)
        {
            if (string.Equals(operation.Parameters[i].Name, header, StringComparison.OrdinalIgnoreCase))
            {
                operation.Parameters.RemoveAt(i);
            }
        }

        operation.Parameters.Add(new OpenApiParameter
        {
            Name = header,
            In = ParameterLocation.Header,
            Required = true,
            Description = "The eventCount that the caller knew. Any other than the session's refuses the command.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" },
        });
    }

    private static void Answer(OpenApiOperation operation, string status, string description)
    {
        operation.Responses ??= [];
        operation.Responses[status] = new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [ProblemType] = new() },
        };
    }
}

using CoListen.Api.Commands;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CoListen.Api.OpenApi;

/// <summary><c>GET /openapi/v1.json</c>: what the routes say of themselves, and what holds for all of them.</summary>
internal static class ApiDescription
{
    private const string Paired = "paired";
    private const string ProblemType = "application/problem+json";

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
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (!metadata.OfType<IAllowAnonymous>().Any() && !metadata.OfType<IAuthorizeData>().Any())
        {
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Paired, context.Document)] = [] }];
            Answer(operation, "401", "not-paired: pair first.");
        }

        if (metadata.OfType<NeedsEventCountAttribute>().Any())
        {
            AskForEventCount(operation);
            Answer(operation, "400", "bad-json, bad-position or event-count-invalid.");
            Answer(operation, "409", "stale-event-count: another command came first. Carries `expectedEventCount` and `snapshot`; nothing has changed.");
            Answer(operation, "428", "event-count-missing: the header If-Match-Event is missing.");
        }

        return Task.CompletedTask;
    }

    private static void AskForEventCount(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = CommandRequest.Header,
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

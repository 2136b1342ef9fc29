using CoListen.Api.Commands;
using CoListen.Api.Page;
using CoListen.Api.Problems;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CoListen.Api.OpenApi;

/// <summary><c>GET /openapi/v1.json</c>: the routes and what holds for all of them.</summary>
internal static class ApiDescription
{
    private const string Paired = "paired";

    public static void AddApiDescription(this WebApplicationBuilder builder) => builder.Services.AddOpenApi(options =>
        options.AddDocumentTransformer(DescribeServerAsync).AddOperationTransformer(DescribeOperationAsync));

    /// <summary>Maps the description, for paired phones in every environment.</summary>
    public static void MapApiDescription(this IEndpointRouteBuilder routes) => routes.MapOpenApi().WithMetadata(PageFiles.Compressed);

    private static Task DescribeServerAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info.Title = "CoListen";
        document.Info.Description = "Listen together in one room. Every error is problem details (RFC 9457) with a stable type.";
        document.AddComponent<IOpenApiSecurityScheme>(Paired, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The token that POST /pair sets as cookie; the cookie itself does as well.",
        });
        return Task.CompletedTask;
    }

    private static Task DescribeOperationAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (!metadata.Any(one => one is IAllowAnonymous or IAuthorizeData))
        {
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Paired, context.Document)] = [] }];
            (operation.Responses ??= [])["401"] = new OpenApiResponse
            {
                Description = "not-paired: pair first.",
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [Problem.MediaType] = new() },
            };
        }

        if (metadata.OfType<IParameterBindingMetadata>().Any(parameter => parameter.ParameterInfo.ParameterType == typeof(EventCount)))
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = EventCount.Header,
                In = ParameterLocation.Header,
                Required = true,
                Description = "The eventCount that the caller knows. The command is refused unless it is that of the session.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" },
            });
        }

        return Task.CompletedTask;
    }
}

using System.Text.Json.Serialization;
using CoListen.Silo.Activation;
using Microsoft.AspNetCore.Diagnostics;

namespace CoListen.Api.Problems;

/// <summary>Turns whatever goes wrong in the pipeline into a <see cref="Problem"/>.</summary>
internal static class ProblemSetup
{
    /// <summary>
    /// A body that does not bind answers 400, never an exception, in every environment. Members of a body are wanted unless they have a default,
    /// null is none unless the type says so, and a number is a number.
    /// </summary>
    public static void AddProblems(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            WireJson.Apply(options.SerializerOptions);
            options.SerializerOptions.RespectNullableAnnotations = true;
            options.SerializerOptions.RespectRequiredConstructorParameters = true;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            WireJson.Apply(options.SerializerOptions);
        });
    }

    /// <summary>First in the pipeline: errors without a body, and exceptions, become problems. The log has the exception, the answer does not.</summary>
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = http =>
            {
                var status = http.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException bad
                    ? bad.StatusCode
                    : StatusCodes.Status500InternalServerError;
                return Problem.OfStatus(status).ExecuteAsync(http);
            },
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });
        app.UseStatusCodePages(context => Problem.OfStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
    }
}

using CoListen.Api.Hubs;
using CoListen.Silo.Messages;
using Microsoft.AspNetCore.Diagnostics;

namespace CoListen.Api.Problems;

/// <summary>Answers every error of the pipeline with a <see cref="Problem"/>.</summary>
internal static class ProblemSetup
{
    /// <summary>Makes bodies bind strictly: 400 in every environment for a missing member, a null or a number in a string.</summary>
    public static void AddProblems(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            WireJson.Apply(options.SerializerOptions);
            options.SerializerOptions.RespectNullableAnnotations = true;
            options.SerializerOptions.RespectRequiredConstructorParameters = true;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
    }

    /// <summary>
    /// Adds the first middleware of the pipeline. The log has the exception, the answer does not. IProblemDetailsService is not used: it
    /// answers nothing to callers that accept no JSON, such as event streams, and adds a trace id.
    /// </summary>
    public static void UseProblems(this WebApplication app)
    {
        app.UseStatusCodePages(context => Problem.OfStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception => exception is BadHttpRequestException bad ? bad.StatusCode
                : GrainCalls.IsPassing(exception) ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status500InternalServerError,
            ExceptionHandler = http => http.Features.Get<IExceptionHandlerFeature>()?.Error is ProblemException exception
                ? exception.Problem.ExecuteAsync(http)
                : Task.CompletedTask,
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });
    }
}

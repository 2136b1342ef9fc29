namespace CoListen.Api.Problems;

/// <summary>A problem found while a parameter is bound, where no result can be returned.</summary>
internal sealed class ProblemException(ProblemHttpResult problem)
    : BadHttpRequestException(problem.ProblemDetails.Title!, problem.StatusCode)
{
    /// <summary>The answer.</summary>
    public ProblemHttpResult Problem => problem;
}

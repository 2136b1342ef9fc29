using OpenTelemetry.Trace;

namespace CoListen.ServiceDefaults;

/// <summary>Keeps everything but the health probes, which would drown the rest.</summary>
internal sealed class QuietProbes : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        foreach (var (name, value) in samplingParameters.Tags ?? [])
        {
            if (name == "url.path" && value is Extensions.HealthPath or Extensions.AlivePath)
                return new SamplingResult(SamplingDecision.Drop);
        }
        return new SamplingResult(SamplingDecision.RecordAndSample);
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace CoListen.Tests.Telemetry;

/// <summary>What the instruments of one server have measured since this began to listen: the only server whose meters are of its factory.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<Measurement> all = new();

    public Measured(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory) && instrument.Name.StartsWith("colisten.", StringComparison.Ordinal))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>(Keep);
        listener.Start();
    }

    /// <summary>Everything that this instrument has measured so far.</summary>
    public IReadOnlyList<Measurement> Of(string instrument) => [.. all.Where(one => one.Instrument == instrument)];

    /// <summary>What a gauge says now.</summary>
    public double Now(string gauge)
    {
        listener.RecordObservableInstruments();
        return Of(gauge)[^1].Value;
    }

    public void Dispose() => listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state = null) =>
        all.Enqueue(new(instrument.Name, instrument.Unit, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => (string?)tag.Value, StringComparer.Ordinal)));
}

internal sealed record Measurement(string Instrument, string? Unit, double Value, IReadOnlyDictionary<string, string?> Tags);

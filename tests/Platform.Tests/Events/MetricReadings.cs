using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Zoetrope.Platform.Tests.Events;

/// <summary>Reads gauges and counters as the exporter would.</summary>
internal sealed class MetricReadings : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Instrument, string Tag), long> _values = new();

    public MetricReadings(string meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == meter) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var key = (instrument.Name, tags.Length > 0 ? tags[0].Value?.ToString() ?? "" : "");
            if (instrument.IsObservable) _values[key] = value;
            else _values.AddOrUpdate(key, value, (_, sum) => sum + value);
        });
        _listener.Start();
    }

    public long Read(string instrument, string tag)
    {
        _listener.RecordObservableInstruments();
        return _values.GetValueOrDefault((instrument, tag));
    }

    public void Dispose() => _listener.Dispose();
}

using Microsoft.Extensions.Logging;
using Xunit;

namespace Zoetrope.Testing;

/// <summary>Puts what the product logs from warnings upwards into the output of the test that is running, so that a bug behind an "internal" is seen.</summary>
public sealed class TestLog : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) TestContext.Current.TestOutputHelper?.WriteLine($"{logLevel}: {formatter(state, exception)} {exception}");
    }

    public void Dispose() { }
}

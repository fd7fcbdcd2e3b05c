using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Zoetrope.Platform.Telemetry;

/// <summary>
/// Metrics for Prometheus always; traces and metrics over OTLP where <c>Telemetry:Otlp</c> names a collector. Our own meters and
/// activity sources are all named <c>Zoetrope.*</c>.
/// </summary>
public static class TelemetryServices
{
    private const string Ours = "Zoetrope.*";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration, Role roles)
    {
        var name = roles == Role.All ? "zoetrope" : $"zoetrope-{roles.ToString().Replace(", ", "-", StringComparison.Ordinal).ToLowerInvariant()}";
        var collector = configuration["Telemetry:Otlp"] is { Length: > 0 } url ? new Uri(url) : null;
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(name, serviceNamespace: "zoetrope"))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Ours, "Npgsql").AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation().AddPrometheusExporter();
                if (collector is not null) metrics.AddOtlpExporter(o => o.Endpoint = collector);
            });
        if (collector is null) return services;

        // Without a collector nothing listens to the sources, and a span costs one null check.
        telemetry.WithTracing(traces => traces
            .AddSource(Ours, "Npgsql")
            .AddAspNetCoreInstrumentation(o => o.Filter = http => http.Request.Path.Value is not ("/metrics" or "/health/live" or "/health/ready"))
            .AddHttpClientInstrumentation()
            .AddOtlpExporter(o => o.Endpoint = collector));
        return services;
    }

    /// <summary>Metrics and health, on the management port alone.</summary>
    public static void MapManagement(this WebApplication app, int port)
        => app.MapWhen(http => http.Connection.LocalPort == port, branch =>
        {
            branch.UseOpenTelemetryPrometheusScrapingEndpoint("/metrics");
            branch.UseHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
            branch.UseHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = HealthReply.WriteAsync });
            branch.Run(http =>
            {
                http.Response.StatusCode = 404;
                return Task.CompletedTask;
            });
        });
}

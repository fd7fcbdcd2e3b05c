using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Zoetrope.Platform.Telemetry;

/// <summary>Log lines on standard output: short text on a laptop, one JSON object a line with <c>Logging:Format=json</c>.</summary>
public static class Logs
{
    private const string Line = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <summary>The logger of the whole process, made before dependency injection so that start-up can speak.</summary>
    public static ILoggerFactory Create(IConfiguration configuration, Role roles)
    {
        var level = Enum.Parse<LogEventLevel>(configuration["Logging:Level"] ?? "information", ignoreCase: true);
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(level)
            // The frameworks' own narration is for a debugger; what they warn of is for the operator.
            .MinimumLevel.Override("Microsoft", level > LogEventLevel.Warning ? level : LogEventLevel.Warning)
            .MinimumLevel.Override("System", level > LogEventLevel.Warning ? level : LogEventLevel.Warning)
            .MinimumLevel.Override("Grpc", level > LogEventLevel.Warning ? level : LogEventLevel.Warning)
            .MinimumLevel.Override("Yarp", level > LogEventLevel.Warning ? level : LogEventLevel.Warning)
            .MinimumLevel.Override("Npgsql", level > LogEventLevel.Warning ? level : LogEventLevel.Warning)
            // A failed statement or transaction is told by whoever ran it; the first look at an empty database is none.
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Database.Command", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Database.Transaction", LogEventLevel.Fatal)
            // A taken port is told in words by whoever started us, not by a stack trace.
            .Filter.ByExcluding(line => line.Exception is IOException { InnerException: AddressInUseException })
            .Enrich.FromLogContext();
        logger = string.Equals(configuration["Logging:Format"], "json", StringComparison.OrdinalIgnoreCase)
            ? logger.Enrich.WithProperty("roles", roles == Role.All ? "all" : roles.ToString().ToLowerInvariant()).WriteTo.Console(new CompactJsonFormatter())
            : logger.WriteTo.Console(outputTemplate: Line, formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        return new Serilog.Extensions.Logging.SerilogLoggerFactory(logger.CreateLogger(), dispose: true);
    }

    /// <summary>Makes everything in dependency injection write to that logger.</summary>
    public static IServiceCollection AddLogs(this IServiceCollection services, ILoggerFactory logs)
        => services.AddSingleton(logs);
}

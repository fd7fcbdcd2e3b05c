using Zoetrope.Gateway;
using Zoetrope.Host.Demo;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Telemetry;
using Zoetrope.Video;

namespace Zoetrope.Host;

/// <summary>Puts the chosen roles together in one application.</summary>
internal static class Composition
{
    public static WebApplication Build(Role roles, ConfigurationManager configuration, ILoggerFactory logs)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(configuration);
        builder.WebHost.ConfigureKestrel(kestrel => Listening.Configure(kestrel, roles, configuration));
        builder.Services.AddLogs(logs);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new LocalRoles(roles));
        builder.Services.AddSingleton<Secrets>();
        if ((roles & (Services.Callers | Role.Infra)) != Role.None)
        {
            builder.Services.AddRedis(configuration);
            builder.Services.AddEventLog(configuration);
        }
        builder.Services.AddTelemetry(configuration, roles);
        builder.Services.AddReadiness();
        foreach (var service in Services.Of(roles)) service.Add(builder.Services, configuration);
        if (roles.HasFlag(Role.Transcoder)) builder.Services.AddTranscoder(configuration);
        if (roles.HasFlag(Role.Gateway)) builder.Services.AddGateway(configuration);
        if (roles.HasFlag(Role.Web)) builder.Services.AddSingleton<WebApp>().AddHostedService(provider => provider.GetRequiredService<WebApp>());
        if (roles.HasFlag(Services.Databases)) builder.Services.AddDemo().AddRpcClient<Contracts.Interaction.V1.Counts.CountsClient>(Role.Interaction);

        var app = builder.Build();
        app.MapManagement(configuration.GetValue<int>("Management:Port"));
        foreach (var port in Services.InternalPorts(roles, configuration)) app.MapRpcServices(port);
        // Only after those branches: they have routes of their own, and the public ones must not answer on their ports.
        if (roles.HasFlag(Role.Gateway)) app.MapGateway();
        return app;
    }
}

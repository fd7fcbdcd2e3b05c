using Zoetrope.Auth;
using Zoetrope.Interaction;
using Zoetrope.Notification;
using Zoetrope.Platform;
using Zoetrope.Recommendation;
using Zoetrope.Video;

namespace Zoetrope.Host;

/// <summary>One role that serves internal calls: its port when it runs in a process of its own, and how it is put together.</summary>
internal sealed record ServiceRole(Role Role, int Port, Action<IServiceCollection, IConfiguration> Add, Action<WebApplication> Map);

/// <summary>The services, and which of them a process has.</summary>
internal static class Services
{
    public static readonly IReadOnlyList<ServiceRole> All =
    [
        new(Role.Auth, 3001, (services, configuration) => services.AddAuth(configuration).AddSingleton(SetupNotice(configuration)), _ => { }),
        new(Role.Video, 3002, (services, configuration) => services.AddVideo(configuration), _ => { }),
        new(Role.Interaction, 3003, (services, configuration) => services.AddInteraction(configuration), _ => { }),
        new(Role.Notification, 3004, (services, configuration) => services.AddNotification(configuration), _ => { }),
        new(Role.Recommendation, 3005, (services, configuration) => services.AddRecommendation(configuration), _ => { }),
    ];

    /// <summary>Until somebody has set the instance up, each start says where to do so.</summary>
    private static StartNotice SetupNotice(IConfiguration configuration) => new(async (services, cancel)
        => await services.GetRequiredService<SetupLink>().TokenAsync(cancel) is { } token
            ? $"Nobody has set this place up yet. Whoever opens this link becomes its admin: {configuration["Public:Url"]}/setup#{token}" : null);

    /// <summary>What calls services; when all of them are here too, nothing needs to listen for internal calls.</summary>
    public const Role Callers = Role.Gateway | Role.Auth | Role.Video | Role.Transcoder | Role.Interaction | Role.Notification | Role.Recommendation;

    /// <summary>The services with a database each, for commands that work on all of them.</summary>
    public const Role Databases = Role.Auth | Role.Video | Role.Interaction | Role.Notification | Role.Recommendation;

    public static IEnumerable<ServiceRole> Of(Role roles) => All.Where(service => roles.HasFlag(service.Role));

    /// <summary>The ports on which this process answers other processes; none when all roles are together.</summary>
    public static IReadOnlyList<int> InternalPorts(Role roles, IConfiguration configuration)
        => roles.HasFlag(Callers) ? [] : [.. Of(roles).Select(service => configuration.GetValue<int>($"Services:{service.Role.Name()}:Port"))];
}

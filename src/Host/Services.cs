using Zoetrope.Auth;
using Zoetrope.Interaction;
using Zoetrope.Notification;
using Zoetrope.Platform;
using Zoetrope.Recommendation;
using Zoetrope.Video;

namespace Zoetrope.Host;

/// <summary>One role that serves internal calls: its port when it runs in a process of its own, and how it is put together.</summary>
internal sealed record ServiceRole(Role Role, int Port, Action<IServiceCollection, IConfiguration> Add);

/// <summary>The services, and which of them a process has.</summary>
internal static class Services
{
    public static readonly IReadOnlyList<ServiceRole> All =
    [
        new(Role.Auth, 3001, (services, configuration) => services.AddAuth(configuration)),
        new(Role.Video, 3002, (services, configuration) => services.AddVideo(configuration)),
        new(Role.Interaction, 3003, (services, configuration) => services.AddInteraction(configuration)),
        new(Role.Notification, 3004, (services, configuration) => services.AddNotification(configuration)),
        new(Role.Recommendation, 3005, (services, configuration) => services.AddRecommendation(configuration)),
    ];

    /// <summary>What calls services; when all of them are here too, nothing needs to listen for internal calls.</summary>
    public const Role Callers = Role.Gateway | Role.Auth | Role.Video | Role.Transcoder | Role.Interaction | Role.Notification | Role.Recommendation;

    /// <summary>The services with a database each, for commands that work on all of them.</summary>
    public const Role Databases = Role.Auth | Role.Video | Role.Interaction | Role.Notification | Role.Recommendation;

    public static IEnumerable<ServiceRole> Of(Role roles) => All.Where(service => roles.HasFlag(service.Role));

    /// <summary>Set by a command that has services in its process for its own use: nobody calls those from outside.</summary>
    public const string ToItself = "Internal:ToItself";

    /// <summary>The ports on which this process answers other processes; none when all roles are together.</summary>
    public static IReadOnlyList<int> InternalPorts(Role roles, IConfiguration configuration)
        => roles.HasFlag(Callers) || configuration.GetValue<bool>(ToItself) ? [] : [.. Of(roles).Select(service => configuration.GetValue<int>($"Services:{service.Role.Name()}:Port"))];
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Notification.Data;
using Zoetrope.Notification.Inbox;
using Zoetrope.Notification.Presence;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Notification;

/// <summary>
/// What people are told of, and who is online.
/// Inbox: ListNotifications, MarkRead, Preferences, MuteThread; InboxEvents makes items of what the log says (Telling: who is told what; Settle: items from parts;
/// News: followers of new clips; EraseAccount: deleted people).
/// Presence: ReportOnline, GetPresence; OnlineStore keeps it in Redis. Known: own copies of accounts, videos, comments, follows, blocks, mutes.
/// </summary>
public static class NotificationRegistration
{
    public static IServiceCollection AddNotification(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddServiceDatabase<NotificationDb>(configuration, "notification");
        services.AddRedis(configuration);
        services.AddEventSource<NotificationDb>("notification");
        services.AddEventConsumer<NotificationDb>("notification", consumer => consumer.Handle<InboxEvents>());

        services.AddRpcService<PersonalDataService>(Role.Notification);
        services.AddRpcService<InboxService>(Role.Notification);
        services.AddRpcService<PresenceService>(Role.Notification);
        services.AddRpcClient<People.PeopleClient>(Role.Auth);

        services.AddSingleton<OnlineStore>();
        return services;
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Contracts.Video.V1;
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
/// News: followers of new clips; Announce, TellEverybody: what those who run the place say; MailItems: what goes by e-mail; EraseAccount: deleted people; TrimInboxes: what is long past).
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
        services.AddRpcClient<People.PeopleClient>(Role.Auth).AddRpcClient<Mail.MailClient>(Role.Auth);
        services.AddRpcClient<Catalog.CatalogClient>(Role.Video).AddRpcClient<Comments.CommentsClient>(Role.Interaction);

        services.AddSingleton<OnlineStore>();
        services.AddSingleton<MailItems>();
        services.AddHostedService(provider => provider.GetRequiredService<MailItems>());
        services.AddSingleton<TellEverybody>();
        services.AddHostedService(provider => provider.GetRequiredService<TellEverybody>());
        services.AddSingleton<TrimInboxes>();
        services.AddHostedService(provider => provider.GetRequiredService<TrimInboxes>());
        services.AddOptions<NotificationOptions>().BindConfiguration("Notification")
            .Validate(options => options.MailMinutes >= 0, "Notification:MailMinutes must be 0 or more.")
            .Validate(options => options.InboxDays >= 1, "Notification:InboxDays must be 1 or more.").ValidateOnStart();
        return services;
    }
}

/// <summary>Settings under <c>Notification</c>.</summary>
internal sealed class NotificationOptions
{
    /// <summary>How long somebody has to read a notification before it goes by e-mail, where they want that.</summary>
    public double MailMinutes { get; set; } = 10;

    /// <summary>How long an item is kept after the last thing that happened to it.</summary>
    public int InboxDays { get; set; } = 90;

    /// <summary>What happened before this is no news any more.</summary>
    public DateTimeOffset KeptFrom(DateTimeOffset now) => now.AddDays(-InboxDays);
}

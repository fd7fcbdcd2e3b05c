using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Notifications;

/// <summary>GET and PUT /api/notifications/preferences: where each type of notification goes. Types not named stay as they are.</summary>
internal static class NotificationPreferences
{
    public sealed record Places(bool InApp, bool Email);

    /// <summary>What is not said stays as it is.</summary>
    public sealed record PlacesChange(bool? InApp, bool? Email);

    public static void Map(IEndpointRouteBuilder notifications)
    {
        notifications.MapGet("/preferences", Get).RequireSignIn();
        notifications.MapPut("/preferences", Put).RequireSignIn().Limit(Limits.Budget.Write);
    }

    private static async Task<Dictionary<string, Places>> Get(Caller caller, Rpc<InboxClient> inbox, CancellationToken cancel)
        => Shown((await inbox.As(caller.Viewer).GetPreferencesAsync(new GetPreferencesRequest(), cancellationToken: cancel)).Types_);

    private static async Task<Dictionary<string, Places>> Put(
        Dictionary<string, PlacesChange?> body, Caller caller, Rpc<InboxClient> inbox, CancellationToken cancel)
    {
        var request = new UpdatePreferencesRequest();
        foreach (var (type, places) in body)
        {
            var wanted = request.Types_[type] = places is null ? throw Fault.Invalid(type, "required") : new Preference();
            if (places.InApp is { } inApp) wanted.InApp = inApp;
            if (places.Email is { } email) wanted.Email = email;
        }
        return Shown((await inbox.As(caller.Viewer).UpdatePreferencesAsync(request, cancellationToken: cancel)).Types_);
    }

    private static Dictionary<string, Places> Shown(IDictionary<string, Preference> types)
        => types.ToDictionary(type => type.Key, type => new Places(type.Value.InApp, type.Value.Email));
}

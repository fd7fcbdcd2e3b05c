using Google.Protobuf.Collections;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Notification.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Notification.Inbox;

/// <summary>Where each type goes. A type switched off tells nothing from then on; what is in the inbox stays.</summary>
internal sealed partial class InboxService
{
    /// <summary>Types people may switch, and whether they come by e-mail unless told otherwise.</summary>
    private static readonly Dictionary<string, bool> Types = new()
    {
        ["follow"] = false,
        ["follow_request"] = false,
        ["follow_accepted"] = false,
        ["like"] = false,
        ["comment"] = false,
        ["reply"] = false,
        ["comment_like"] = false,
        ["mention"] = false,
        ["share"] = false,
        ["new_video"] = false,
        ["video_ready"] = false,
        ["video_failed"] = false,
        ["scheduled_published"] = false,
        ["moderation"] = true,
        ["export_ready"] = true,
        ["security"] = true,
        ["announcement"] = false,
    };

    /// <summary>Types that come by e-mail unless told otherwise.</summary>
    public static string[] MailedTypes { get; } = [.. Types.Where(type => type.Value).Select(type => type.Key)];

    public override async Task<GetPreferencesResponse> GetPreferences(GetPreferencesRequest request, ServerCallContext context)
        => new() { Types_ = { await PreferencesAsync(context.Viewer().Account(), context.CancellationToken) } };

    public override async Task<UpdatePreferencesResponse> UpdatePreferences(UpdatePreferencesRequest request, ServerCallContext context)
    {
        var (userId, cancel) = (context.Viewer().Account(), context.CancellationToken);
        if (request.Types_.Keys.FirstOrDefault(type => !Types.ContainsKey(type)) is { } unknown) throw Fault.Invalid(unknown, "unknown_choice", ("choices", string.Join(", ", Types.Keys)));
        foreach (var (type, wanted) in request.Types_)
        {
            // Always in the app: what happens to an account must not go by in silence.
            bool? inApp = type == "security" || !wanted.HasInApp ? null : wanted.InApp, email = wanted.HasEmail ? wanted.Email : null;
            await db.Database.ExecuteSqlAsync($"""
                insert into preferences as p (user_id, type, in_app, email) values ({userId}, {type}, coalesce({inApp}::bool, true), coalesce({email}::bool, {Types[type]}))
                on conflict (user_id, type) do update set in_app = coalesce({inApp}::bool, p.in_app), email = coalesce({email}::bool, p.email)
                """, cancel);
        }
        return new UpdatePreferencesResponse { Types_ = { await PreferencesAsync(userId, cancel) } };
    }

    private async Task<MapField<string, Preference>> PreferencesAsync(Guid userId, CancellationToken cancel)
    {
        var all = new MapField<string, Preference>();
        foreach (var (type, email) in Types) all[type] = new Preference { InApp = true, Email = email };
        foreach (var own in await db.Preferences.AsNoTracking().Where(p => p.UserId == userId).ToListAsync(cancel))
            all[own.Type] = new Preference { InApp = own.InApp, Email = own.Email };
        return all;
    }
}

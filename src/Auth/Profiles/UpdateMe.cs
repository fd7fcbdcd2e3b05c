using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Profiles;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth;

/// <summary>The viewer's own account, and changes of its profile and settings. Only fields that are present change.</summary>
internal sealed partial class AccountsService
{
    public override async Task<GetMeResponse> GetMe(GetMeRequest request, ServerCallContext context)
    {
        var id = context.Viewer().Account();
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.DeletedAt == null, context.CancellationToken);
        return new GetMeResponse { Account = Own(user ?? throw Fault.Unauthenticated()) };
    }

    public override async Task<UpdateMeResponse> UpdateMe(UpdateMeRequest request, ServerCallContext context)
    {
        var id = context.Viewer().Account();
        if (ProfileRules.Check(request) is { Count: > 0 } errors) throw Fault.Invalid(errors);
        return new UpdateMeResponse { Account = Own(await edits.EditAsync(id, user => ProfileRules.Apply(user, request), context.CancellationToken)) };
    }

    /// <summary>The account with what only its owner may see.</summary>
    internal static Account Own(User user) => new()
    {
        Card = AccountEvents.Card(user),
        Email = user.Email,
        EmailVerified = user.EmailVerified,
        PendingEmail = user.PendingEmail,
        TwoFactor = user.TwoFactor,
        Role = user.Role.ToString().ToLowerInvariant(),
        Onboarded = user.Onboarded,
        Bio = user.Bio,
        Links = { user.Links.Select(l => new Link { Label = l.Label, Url = l.Url }) },
        IsPrivate = user.IsPrivate,
        CreatedAtMs = user.CreatedAt.ToUnixTimeMilliseconds(),
        DeletionAtMs = user.DeletionAt?.ToUnixTimeMilliseconds() ?? 0,
        Version = user.Version,
        Settings = new Settings
        {
            IsPrivate = user.IsPrivate,
            ShowLikes = user.ShowLikes,
            ShowPresence = user.ShowPresence,
            WhoCanComment = user.WhoCanComment,
            WhoCanMention = user.WhoCanMention,
            Sensitive = user.Sensitive,
            Autoplay = user.Autoplay,
            Captions = user.Captions,
            DataSaver = user.DataSaver,
            Theme = user.Theme,
            Locale = user.Locale,
            Shortcuts = user.Shortcuts,
        },
    };
}

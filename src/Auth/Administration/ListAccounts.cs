using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Profiles;
using Zoetrope.Auth.SignUp;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Web;

namespace Zoetrope.Auth.Administration;

/// <summary>Everybody who is here, newest first, for whoever looks after the place. Addresses are for admins alone.</summary>
internal sealed partial class AdministrationService
{
    private const int LongestQuery = 100;

    public override async Task<ListAccountsResponse> ListAccounts(ListAccountsRequest request, ServerCallContext context)
    {
        var viewer = context.Viewer();
        viewer.RequireModerator();
        var isAdmin = viewer.IsSystem || viewer.Role == AccountRole.Admin;
        var limit = PageSize.Of(request.Page?.Limit ?? 0);
        var before = TimeCursor.Parse(request.Page?.Cursor)?.Id;
        var found = await Filtered(request, isAdmin).Where(u => before == null || u.Id < before).OrderByDescending(u => u.Id).Take(limit + 1).ToListAsync(context.CancellationToken);
        var page = found.Take(limit).ToList();
        return new ListAccountsResponse
        {
            Items = { page.Select(u => Managed(u, isAdmin)) },
            NextCursor = found.Count > limit ? new TimeCursor(page[^1].CreatedAt, page[^1].Id).ToString() : "",
        };
    }

    private IQueryable<User> Filtered(ListAccountsRequest request, bool isAdmin)
    {
        var accounts = db.Users.AsNoTracking().Where(u => u.DeletedAt == null && !u.AwaitsApproval);
        accounts = request.Filter switch
        {
            "" => accounts,
            "user" => accounts.Where(u => u.Role == AccountRole.User),
            "moderator" => accounts.Where(u => u.Role == AccountRole.Moderator),
            "admin" => accounts.Where(u => u.Role == AccountRole.Admin),
            "suspended" => accounts.Where(u => u.SuspendedAt != null),
            "deleting" => accounts.Where(u => u.DeletionAt != null),
            _ => throw Fault.Invalid("filter", "not_a_choice", ("choices", "user, moderator, admin, suspended, deleting")),
        };
        var query = request.Query.Trim();
        if (query.Length == 0) return accounts;
        var name = query.Length > LongestQuery ? "" : Usernames.Key(query);
        // What cannot be a name is nobody's; an empty pattern would be everybody's.
        if (name.Length == 0) return accounts.Where(u => false);
        var part = $"%{PeopleService.EscapeLike(name)}%";
        var address = $"{PeopleService.EscapeLike(Usernames.Key(query))}%";
        return accounts.Where(u => EF.Functions.Like(u.UsernameKey, part, "\\") || EF.Functions.Like(u.DisplayNameKey, part, "\\") || (isAdmin && EF.Functions.Like(u.EmailKey, address, "\\")));
    }

    private static ManagedAccount Managed(User user, bool isAdmin) => new()
    {
        Card = AccountEvents.Card(user),
        Email = isAdmin ? user.Email : "",
        EmailVerified = user.EmailVerified,
        Role = user.Role.ToString().ToLowerInvariant(),
        Suspended = user.SuspendedAt is not null,
        CreatedAtMs = user.CreatedAt.ToUnixTimeMilliseconds(),
        DeletionAtMs = user.DeletionAt?.ToUnixTimeMilliseconds() ?? 0,
    };
}

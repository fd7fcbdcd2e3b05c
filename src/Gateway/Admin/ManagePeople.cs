using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Admin;

/// <summary>/api/admin/users: who is here, their roles (admins) and suspensions (moderators, who may give the <c>reason</c> that the person is told). What a moderator may not see is absent.</summary>
internal static class ManagePeople
{
    public sealed record ManagedUser(
        string Id, string Username, string DisplayName, string? AvatarUrl, bool Demo, string? Email, bool EmailVerified,
        [property: Choices(Choices.Role)] string Role, bool Suspended, DateTime CreatedAt, DateTime? DeletionAt)
        : UserSummary(Id, Username, DisplayName, AvatarUrl, Demo);

    public sealed record RoleBody([property: Choices(Choices.Role)] string? Role);

    public sealed record RoleAnswer(string Username, [property: Choices(Choices.Role)] string Role);

    public sealed record SuspensionAnswer(string Username, bool Suspended);

    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/users", List).RequireSignIn().Limit(Limits.Budget.Search);
        admin.MapPut("/users/{id:guid}/role", SetRole).RequireSignIn().Limit(Limits.Budget.Write);
        admin.MapPut("/users/{id:guid}/suspension", Suspend).RequireSignIn().Limit(Limits.Budget.Write);
        admin.MapDelete("/users/{id:guid}/suspension", Lift).RequireSignIn().Limit(Limits.Budget.Write);
    }

    private static async Task<Page<ManagedUser>> List(
        [AsParameters] PageQuery page, string? q, [Choices("user moderator admin suspended deleting")] string? filter, HttpContext http, Caller caller, Rpc<AdministrationClient> administration, CancellationToken cancel)
    {
        var request = new ListAccountsRequest { Query = q ?? "", Filter = filter ?? "", Page = page.Request() };
        var reply = await administration.As(caller.Viewer).ListAccountsAsync(request, cancellationToken: cancel);
        http.Response.Headers.CacheControl = "no-store";
        return new Page<ManagedUser>([.. reply.Items.Select(Of)], reply.NextCursor.OrNull());
    }

    private static async Task<RoleAnswer> SetRole(Guid id, RoleBody body, Caller caller, Rpc<AdministrationClient> administration, PeopleCards people, CancellationToken cancel)
    {
        var request = new SetRoleRequest { UserId = id.ToString(), Role = body.Role ?? "" };
        var reply = await administration.As(caller.Viewer).SetRoleAsync(request, cancellationToken: cancel);
        people.Drop(reply.Person.Card.Id, reply.Person.Version);
        return new RoleAnswer(reply.Person.Card.Username, request.Role);
    }

    private static Task<SuspensionAnswer> Suspend(Guid id, string? reason, Caller caller, Rpc<AdministrationClient> administration, PeopleCards people, CancellationToken cancel)
        => SetAsync(id, suspended: true, reason, caller, administration, people, cancel);

    private static Task<SuspensionAnswer> Lift(Guid id, Caller caller, Rpc<AdministrationClient> administration, PeopleCards people, CancellationToken cancel)
        => SetAsync(id, suspended: false, null, caller, administration, people, cancel);

    private static async Task<SuspensionAnswer> SetAsync(Guid id, bool suspended, string? reason, Caller caller, Rpc<AdministrationClient> administration, PeopleCards people, CancellationToken cancel)
    {
        var request = new SetSuspendedRequest { UserId = id.ToString(), Suspended = suspended, Reason = reason ?? "" };
        var reply = await administration.As(caller.Viewer).SetSuspendedAsync(request, cancellationToken: cancel);
        people.Drop(reply.Person.Card.Id, reply.Person.Version);
        return new SuspensionAnswer(reply.Person.Card.Username, suspended);
    }

    private static ManagedUser Of(ManagedAccount account) => new(
        account.Card.Id, account.Card.Username, account.Card.DisplayName, account.Card.AvatarUrl.OrNull(), account.Card.Demo, account.Email.OrNull(), account.EmailVerified,
        account.Role, account.Suspended, Times.At(account.CreatedAtMs), Times.AtOrNull(account.DeletionAtMs));
}

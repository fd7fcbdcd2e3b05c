using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Profiles;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Web;

namespace Zoetrope.Auth.Administration;

/// <summary>What those who look after the instance decide about accounts.</summary>
internal sealed partial class AdministrationService(AuthDb db, AccountEdits edits, TimeProvider time) : Contracts.Auth.V1.Administration.AdministrationBase
{
    public override async Task<ListApplicantsResponse> ListApplicants(ListApplicantsRequest request, ServerCallContext context)
    {
        context.Viewer().RequireAdmin();
        var limit = PageSize.Of(request.Page?.Limit ?? 0);
        var after = TimeCursor.Parse(request.Page?.Cursor)?.Id ?? Guid.Empty;
        var found = await db.Users.AsNoTracking().Where(u => u.AwaitsApproval && u.Id > after).OrderBy(u => u.Id).Take(limit + 1).ToListAsync(context.CancellationToken);
        var page = found.Take(limit).ToList();
        return new ListApplicantsResponse
        {
            Items = { page.Select(u => new Applicant { Card = AccountEvents.Card(u), Email = u.Email, CreatedAtMs = u.CreatedAt.ToUnixTimeMilliseconds() }) },
            NextCursor = found.Count > limit ? new TimeCursor(page[^1].CreatedAt, page[^1].Id).ToString() : "",
        };
    }

    public override async Task<AnswerApplicantResponse> AnswerApplicant(AnswerApplicantRequest request, ServerCallContext context)
    {
        context.Viewer().RequireAdmin();
        var (id, cancel) = (IdOf(request.UserId), context.CancellationToken);
        // Nobody else has heard of a declined account, so nothing needs to be told.
        if (!request.Accept && await db.Users.Where(u => u.Id == id && u.AwaitsApproval).ExecuteDeleteAsync(cancel) == 0) throw Fault.NotFound();
        if (request.Accept) await edits.EditAsync(id, u => u.AwaitsApproval = u.AwaitsApproval ? false : throw Fault.NotFound(), cancel);
        return new AnswerApplicantResponse();
    }

    public override async Task<SetRoleResponse> SetRole(SetRoleRequest request, ServerCallContext context)
    {
        var viewer = context.Viewer();
        viewer.RequireAdmin();
        if (!Enum.TryParse<AccountRole>(request.Role, ignoreCase: true, out var role) || !Enum.IsDefined(role) || int.TryParse(request.Role, out _))
            throw Fault.Invalid("role", "not_a_choice", ("choices", "user, moderator, admin"));
        var id = IdOf(request.UserId);
        if (id == viewer.AccountId) throw Fault.Forbidden("own_role");

        var loses = false;
        // Rights gained come with the next access token; rights lost must not wait for it.
        var user = await edits.EditAsync(id, u =>
        {
            loses = role < u.Role;
            u.Role = role;
        }, context.CancellationToken, endSessions: db.Sessions.Where(s => s.UserId == id && loses));
        return new SetRoleResponse { Person = PersonCards.Of(user) };
    }

    public override async Task<SetSuspendedResponse> SetSuspended(SetSuspendedRequest request, ServerCallContext context)
    {
        var viewer = context.Viewer();
        viewer.RequireModerator();
        var id = IdOf(request.UserId);
        var now = time.GetUtcNow();
        Notices.CheckReason(request.Reason);
        var user = await edits.EditAsync(id, u =>
        {
            if (!viewer.IsSystem && u.Role >= viewer.Role) throw Fault.Forbidden();
            if (request.Suspended != u.SuspendedAt is not null)
                db.Publish(time, request.UserId, Notices.Decision(time, id, request.Suspended ? "suspended" : "suspension_lifted", "", request.Suspended ? request.Reason : ""));
            u.SuspendedAt = request.Suspended ? u.SuspendedAt ?? now : null;
        }, context.CancellationToken, request.Suspended ? db.Sessions.Where(s => s.UserId == id) : null);
        return new SetSuspendedResponse { Person = PersonCards.Of(user) };
    }

    private static Guid IdOf(string id) => Guid.TryParse(id, out var parsed) ? parsed : throw Fault.NotFound();
}

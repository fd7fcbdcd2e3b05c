using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Mail;

/// <summary>Messages that other services ask for, by account and code: addresses stay here.</summary>
internal sealed class MailService(AuthDb db, MailQueue queue) : Contracts.Auth.V1.Mail.MailBase
{
    public override async Task<SendMailResponse> SendMail(SendMailRequest request, ServerCallContext context)
    {
        if (!context.Viewer().IsSystem) throw Fault.Forbidden();
        if (!Guid.TryParse(request.UserId, out var id) || request.Key.Length is 0 or > 200 || !LetterWriter.Knows(request.Code)) throw Fault.BadRequest();
        var cancel = context.CancellationToken;
        // A suspended account hears of nothing but that.
        if (!await db.Users.AnyAsync(u => u.Id == id && u.EmailVerified && u.DeletedAt == null && u.DeletionAt == null && (u.SuspendedAt == null || request.Code == "moderation"), cancel)) return new SendMailResponse();
        var fill = new Dictionary<string, string>(request.Params) { ["code"] = request.Code, ["path"] = request.Path };
        await queue.AddAsync(LetterWriter.Other, $"{id}:{request.Key}", id, "", cancel, fill);
        queue.Wake();
        return new SendMailResponse { Queued = true };
    }
}

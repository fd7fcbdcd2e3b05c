using Grpc.Core;
using Zoetrope.Auth.Data;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth;

/// <summary>The account as its owner may take it along: nothing that only protects it (hashes, secrets, credentials).</summary>
internal sealed class PersonalDataService(AuthDb db, OutboxSignal<AuthDb> outbox, TimeProvider time) : PersonalData.PersonalDataBase
{
    public override Task Export(ExportRequest request, IServerStreamWriter<ExportPart> responseStream, ServerCallContext context) => db.ExportAsync(context, responseStream,
        new("account.json", """
            select id, username, display_name, email, email_verified, pending_email, bio, links, role, is_private, show_likes, show_presence, who_can_comment, who_can_mention,
                sensitive, autoplay, captions, data_saver, theme, locale, shortcuts, two_factor, created_at, deletion_at from users where id = $1
            """),
        new("sessions.json", "select id, created_at, last_seen_at, ended_at, ip, user_agent, device_id from user_sessions where user_id = $1 order by id"),
        new("passkeys.json", "select id, name, created_at, last_used_at from passkeys where user_id = $1 order by id"),
        new("invites.json", "select code, uses_left, expires_at, created_at from invites where created_by = $1"));

    public override async Task<TellOfArchiveResponse> TellOfArchive(TellOfArchiveRequest request, ServerCallContext context)
    {
        var account = context.Viewer().Account();
        db.Publish(time, $"{account}", Notices.Archive(time, account));
        await db.SaveChangesAsync(context.CancellationToken);
        outbox.Wake();
        return new TellOfArchiveResponse();
    }
}

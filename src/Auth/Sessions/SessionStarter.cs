using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Keys;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Sessions;

/// <summary>Starts sessions and writes what a client gets of them.</summary>
internal sealed class SessionStarter(AuthDb db, EndSessions ending, AccessTokenIssuer tokens, Secrets secrets, TimeProvider time)
{
    /// <summary>A session ends when it was not renewed for this long.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromDays(60);

    /// <summary>How many an account can have open; beyond, the one not seen for longest ends.</summary>
    public const int MostOpen = 100;

    public const int LongestUserAgent = 300, LongestDeviceId = 100, LongestIp = 64;

    /// <summary>Inserts a session; call it inside the transaction that decides on it.</summary>
    public async Task<SessionGrant> StartAsync(User user, ClientInfo client, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var credential = SessionCredential.First(Ids.New(time));
        var session = new UserSession
        {
            Id = credential.SessionId,
            UserId = user.Id,
            SecretHash = credential.Hash,
            RotatedAt = now,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + Idle,
            Ip = Cut(client.Ip, LongestIp),
            UserAgent = Cut(client.UserAgent, LongestUserAgent),
            DeviceId = Cut(client.DeviceId, LongestDeviceId),
            Native = client.Native,
        };
        db.Sessions.Add(session);
        await db.SaveChangesAsync(cancel);
        var beyond = db.Sessions.Where(s => s.UserId == user.Id && s.EndedAt == null && s.ExpiresAt > now).OrderByDescending(s => s.LastSeenAt).ThenByDescending(s => s.Id).Skip(MostOpen);
        if (await beyond.AnyAsync(cancel)) await ending.EndAsync(beyond, cancel);
        return await GrantAsync(user.Id, user.Role, credential, session.ExpiresAt, cancel);
    }

    public async Task<SessionGrant> GrantAsync(Guid user, AccountRole role, SessionCredential credential, DateTimeOffset expires, CancellationToken cancel)
    {
        var grant = await GrantAccessAsync(user, role, credential.SessionId, cancel);
        grant.RefreshToken = credential.Write(secrets);
        grant.RefreshExpiresAtMs = expires.ToUnixTimeMilliseconds();
        return grant;
    }

    /// <summary>An access token alone.</summary>
    public async Task<SessionGrant> GrantAccessAsync(Guid user, AccountRole role, Guid session, CancellationToken cancel)
    {
        // Asking for deletion ends all sessions, so no token from before is good any more.
        var leaving = await db.Users.AnyAsync(u => u.Id == user && u.DeletionAt != null, cancel);
        var (token, expires) = await tokens.IssueAsync(user, session, role, leaving, cancel);
        return new SessionGrant
        {
            SessionId = session.ToString(),
            UserId = user.ToString(),
            AccessToken = token,
            AccessExpiresAtMs = expires.ToUnixTimeMilliseconds(),
        };
    }

    /// <summary>What clients say of themselves is kept for the list of sessions, within reason and as text that PostgreSQL takes.</summary>
    public static string Cut(string text, int most)
    {
        var clean = text.Replace("\0", "", StringComparison.Ordinal);
        return clean.Length <= most ? clean : clean[..most].TrimEnd('\uD800', '\uDBFF');
    }
}

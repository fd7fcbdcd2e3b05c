using Microsoft.Extensions.Logging;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Keys;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform;

namespace Zoetrope.Auth.Sessions;

/// <summary>The Sessions service; each method is in the file of its slice.</summary>
internal sealed partial class SessionsService(
    AuthDb db, SessionStarter starter, EndSessions ending, SigningKeys keys, Secrets secrets, TimeProvider time, ILogger<SessionsService> logger)
    : Contracts.Auth.V1.Sessions.SessionsBase
{
    /// <summary>How long a spent credential still stands for its successor.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>How old a browser's credential gets before the next page response renews it.</summary>
    private static readonly TimeSpan RotateAfter = TimeSpan.FromHours(1);

    /// <summary>Whether the credential is the present one's direct predecessor: its successor is what is stored.</summary>
    private bool IsPredecessor(SessionCredential credential, UserSession session)
        => credential.Generation == session.Generation - 1 && credential.Successor(secrets).Hash.AsSpan().SequenceEqual(session.SecretHash);

    private bool IsInGrace(SessionCredential credential, UserSession session)
        => time.GetUtcNow() - session.RotatedAt <= Grace && IsPredecessor(credential, session);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A spent credential of session {Session} came back; the session was ended, because one of its two holders is not its owner")]
    private static partial void LogReuse(ILogger logger, Guid session);
}

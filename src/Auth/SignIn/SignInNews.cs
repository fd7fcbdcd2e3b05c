using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Sessions;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Events;

namespace Zoetrope.Auth.SignIn;

/// <summary>
/// Tells an account of a sign-in from a device that never had a session of it, or with a recovery code; of one sign-in once. Call it inside the
/// transaction that starts the session, before that.
/// </summary>
internal sealed class SignInNews(AuthDb db, TimeProvider time)
{
    // In this order: what each of them names itself besides.
    private static readonly (string Mark, string Name)[] Browsers = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrom", "Chrome"), ("Safari/", "Safari")],
        Systems = [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")];

    public async Task TellAsync(User user, ClientInfo client, bool usedRecoveryCode, CancellationToken cancel)
    {
        var isKnown = client.DeviceId.Length > 0 && await db.Sessions.AnyAsync(s => s.UserId == user.Id && s.DeviceId == client.DeviceId, cancel);
        if (isKnown && !usedRecoveryCode) return;
        db.Publish(time, $"{user.Id}", Notices.Security(time, user.Id, usedRecoveryCode ? "recovery_code_used" : "signed_in", Device(client.UserAgent)));
    }

    /// <summary>Firefox, Linux – or, of what is no browser, the first word it calls itself.</summary>
    internal static string Device(string userAgent)
    {
        var browser = Browsers.FirstOrDefault(b => userAgent.Contains(b.Mark, StringComparison.Ordinal)).Name;
        var system = Systems.FirstOrDefault(s => userAgent.Contains(s.Mark, StringComparison.Ordinal)).Name;
        if ((browser ?? system) is not null) return string.Join(", ", new[] { browser, system }.OfType<string>());
        var word = SessionStarter.Cut(userAgent.Split(' ')[0], 40);
        return word.Length > 0 ? word : "?";
    }
}

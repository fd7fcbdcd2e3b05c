using System.Globalization;
using Microsoft.Extensions.Configuration;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Instance;
using Zoetrope.Auth.Mail;
using Zoetrope.Auth.Profiles;
using Zoetrope.Auth.SecondFactor;
using Zoetrope.Auth.Sessions;
using Zoetrope.Auth.SignIn;
using Zoetrope.Auth.SignUp;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform;

namespace Zoetrope.Auth;

/// <summary>The Accounts service; each method is in the file of its slice, in SignUp, SignIn and Profiles.</summary>
internal sealed partial class AccountsService(
    AuthDb db,
    InstanceStore instance,
    InviteStore invites,
    AccountMaker maker,
    AccountEdits edits,
    PasswordHasher hasher,
    SignInGuard guard,
    PasswordProof proof,
    TotpCodes codes,
    MailQueue mail,
    SessionStarter sessions,
    SignInNews news,
    AvatarStore avatars,
    AccountOptions options,
    TimeProvider time) : Accounts.AccountsBase;

/// <summary>Settings under <c>Accounts</c>.</summary>
internal sealed record AccountOptions(TimeSpan DeletionGrace)
{
    private const int Most = 365;

    /// <exception cref="StartException">The number of days is none.</exception>
    public static AccountOptions Read(IConfiguration configuration)
    {
        var text = configuration["Accounts:DeletionDays"] is { Length: > 0 } set ? set : "30";
        return int.TryParse(text, CultureInfo.InvariantCulture, out var days) && days is >= 0 and <= Most ? new AccountOptions(TimeSpan.FromDays(days))
            : throw new StartException($"Accounts:DeletionDays is \"{text}\": a whole number from 0 to {Most} is needed.");
    }
}

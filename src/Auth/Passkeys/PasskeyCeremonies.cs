using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Zoetrope.Auth.Data;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Passkeys;

/// <summary>
/// Runs WebAuthn's two ceremonies with ASP.NET Core Identity's handler: the relying party is the host of <c>Public:Url</c>, the origin that
/// one alone, and the user must be verified, so that a passkey is two factors by itself. The challenge travels with the client, signed.
/// </summary>
internal sealed class PasskeyCeremonies(AuthDb db, IConfiguration configuration, Secrets secrets, IServiceProvider provider, ILogger<UserManager<User>> logger, TimeProvider time)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    private const string Purpose = "passkey-state";

    public async Task<(string Options, string State)> BeginCreationAsync(User user)
    {
        var made = await Handler().MakeCreationOptionsAsync(new PasskeyUserEntity { Id = user.Id.ToString(), Name = user.Username, DisplayName = user.DisplayName }, Http());
        return (made.CreationOptionsJson, Sign("create", user.Id.ToString(), made.AttestationState ?? ""));
    }

    public async Task<(string Options, string State)> BeginSignInAsync()
    {
        // No account named: the answer is the same for everybody, and the authenticator offers what it has for this place.
        var made = await Handler().MakeRequestOptionsAsync(null, Http());
        return (made.RequestOptionsJson, Sign("sign-in", "", made.AssertionState ?? ""));
    }

    /// <summary>The new passkey, verified; null for one that is not what was asked for.</summary>
    public async Task<UserPasskeyInfo?> FinishCreationAsync(Guid user, string credential, string state, CancellationToken cancel)
    {
        if (await SpendAsync("create", user.ToString(), state, cancel) is not { } attestation) return null;
        var result = await Handler().PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = Http(), CredentialJson = credential, AttestationState = attestation });
        return result.Succeeded && result.UserEntity.Id == user.ToString() ? result.Passkey : null;
    }

    /// <summary>Whose passkey has answered, with its new counter; null for a wrong answer.</summary>
    public async Task<(User User, UserPasskeyInfo Passkey)?> FinishSignInAsync(string credential, string state, CancellationToken cancel)
    {
        if (await SpendAsync("sign-in", "", state, cancel) is not { } assertion) return null;
        var result = await Handler().PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = Http(), CredentialJson = credential, AssertionState = assertion });
        return result.Succeeded ? (result.User, result.Passkey) : null;
    }

    /// <summary>Whether browsers offer passkeys at this address: a secure context, and a name, not a number.</summary>
    public static bool CanWork(IConfiguration configuration)
        => new Uri(AccessTokens.Issuer(configuration)) is { HostNameType: UriHostNameType.Dns } origin && (origin.Scheme == "https" || origin.Host == "localhost");

    private PasskeyHandler<User> Handler()
    {
        var origin = AccessTokens.Issuer(configuration);
        var options = new IdentityPasskeyOptions
        {
            ServerDomain = new Uri(origin).Host,
            AuthenticatorTimeout = Lasts,
            UserVerificationRequirement = "required",
            ResidentKeyRequirement = "required",
            AttestationConveyancePreference = "none",
            ValidateOrigin = asked => ValueTask.FromResult(asked.Origin == origin && !asked.CrossOrigin),
        };
        var users = new UserManager<User>(new PasskeyUsers(db), Options.Create(new IdentityOptions()), new PasswordHasher<User>(), [], [],
            new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(), provider, logger);
        return new PasskeyHandler<User>(users, Options.Create(options));
    }

    private DefaultHttpContext Http() => new() { RequestServices = provider };

    private string Sign(string kind, string user, string state)
    {
        var until = (time.GetUtcNow() + Lasts).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var claim = Encoding.UTF8.GetBytes(string.Join('\n', kind, until, user, state));
        return $"{Base64Url.EncodeToString(claim)}.{Base64Url.EncodeToString(HMACSHA256.HashData(secrets.Derive(Purpose), claim))}";
    }

    /// <summary>What the handler gave out, once, within its time.</summary>
    private async Task<string?> SpendAsync(string kind, string user, string token, CancellationToken cancel)
    {
        if (token.Length > 16_000 || token.Split('.') is not [var body, var tail] || !Base64Url.IsValid(body) || !Base64Url.IsValid(tail)) return null;
        var claim = Base64Url.DecodeFromChars(body);
        if (!secrets.Verify(Purpose, claim, Base64Url.DecodeFromChars(tail))) return null;
        if (Encoding.UTF8.GetString(claim).Split('\n', 4) is not [var isKind, var until, var isFor, var state] || isKind != kind || isFor != user) return null;
        var ends = DateTimeOffset.FromUnixTimeSeconds(long.Parse(until, CultureInfo.InvariantCulture));
        if (ends <= time.GetUtcNow()) return null;
        var hash = SHA256.HashData(claim);
        var spent = await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlAsync(db.Database,
            $"insert into spent_challenges (hash, until) values ({hash}, {ends}) on conflict do nothing", cancel);
        return spent == 1 ? state : null;
    }
}

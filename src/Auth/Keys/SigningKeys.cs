using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Zoetrope.Auth.Data;
using Zoetrope.Platform;
using Zoetrope.Platform.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.Keys;

/// <summary>
/// The keys that sign access tokens. A new one is listed ten minutes before its first use, so that every process knows it by then; an old
/// one stays listed until its last token has expired. So keys change and nobody is logged out.
/// </summary>
internal sealed partial class SigningKeys(IDbContextFactory<AuthDb> databases, Secrets secrets, TimeProvider time, ILogger<SigningKeys> logger)
{
    public static readonly TimeSpan SignsFor = TimeSpan.FromDays(30), ListedBefore = TimeSpan.FromMinutes(10);

    private const int Lock = 0x5a540002;
    private const string Purpose = "signing-keys";
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    // Beyond the life of a token, for clocks that differ.
    private static readonly TimeSpan Listed = AccessTokens.Lifetime + TimeSpan.FromMinutes(5);

    private volatile Loaded? _loaded;

    /// <summary>The key in use.</summary>
    public async ValueTask<(string Id, ECParameters Key)> CurrentAsync(CancellationToken cancel)
    {
        var loaded = await LoadAsync(cancel);
        if (loaded.Signing is { } current) return current;
        await RotateAsync(cancel);
        return (await LoadAsync(cancel)).Signing ?? throw new InvalidOperationException("There is no signing key, though one was just made.");
    }

    /// <summary>The public keys as a JWKS document (RFC 7517).</summary>
    public async ValueTask<string> JwksAsync(CancellationToken cancel)
    {
        var (id, _) = await CurrentAsync(cancel);
        var all = (await LoadAsync(cancel)).All;
        return JsonSerializer.Serialize(new
        {
            keys = all.OrderByDescending(k => k.Id == id).Select(k => new
            {
                kty = "EC",
                crv = "P-256",
                alg = "ES256",
                use = "sig",
                kid = k.Id,
                x = Base64Url.EncodeToString(k.X),
                y = Base64Url.EncodeToString(k.Y),
            }),
        });
    }

    /// <summary>Makes the next key when its time has come and takes away those whose tokens have ended. Safe from several processes.</summary>
    public async Task RotateAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.InTransaction(async () =>
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Lock})", cancel);
            var now = time.GetUtcNow();
            var keys = await db.SigningKeys.OrderBy(k => k.ActiveFrom).ToListAsync(cancel);
            var usable = keys.Where(k => Open(k) is not null).ToList();

            // The very first key (or the first under a new root) has nobody to be known to beforehand.
            if (!usable.Exists(k => k.ActiveFrom <= now)) db.SigningKeys.Add(Make(now, now));
            else if (usable[^1].ActiveFrom + SignsFor - ListedBefore <= now) db.SigningKeys.Add(Make(now, now + ListedBefore));

            foreach (var (old, next) in keys.Zip(keys.Skip(1)))
                if (next.ActiveFrom + Listed <= now) db.SigningKeys.Remove(old);
            await db.SaveChangesAsync(cancel);
        }, cancel);
        _loaded = null;
    }

    private async ValueTask<Loaded> LoadAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (_loaded is { } kept && now - kept.At < Kept) return kept;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var keys = await db.SigningKeys.AsNoTracking().OrderBy(k => k.ActiveFrom).ToListAsync(cancel);
        (string, ECParameters)? signing = null;
        foreach (var key in keys.Where(k => k.ActiveFrom <= now))
            if (Open(key) is { } parameters) signing = (key.Id, parameters);
        return _loaded = new Loaded(now, keys, signing);
    }

    private SigningKey Make(DateTimeOffset now, DateTimeOffset activeFrom)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = pair.ExportParameters(includePrivateParameters: true);
        var id = Base64Url.EncodeToString(SHA256.HashData([.. parameters.Q.X!, .. parameters.Q.Y!]).AsSpan(0, 12));
        LogMade(logger, id, activeFrom);
        return new SigningKey { Id = id, X = parameters.Q.X!, Y = parameters.Q.Y!, Sealed = secrets.Seal(Purpose, id, parameters.D!), CreatedAt = now, ActiveFrom = activeFrom };
    }

    /// <summary>The whole pair; null where it was sealed under a root that this instance no longer has.</summary>
    private ECParameters? Open(SigningKey key) => secrets.Open(Purpose, key.Id, key.Sealed) is { } scalar
        ? new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar, Q = new ECPoint { X = key.X, Y = key.Y } } : null;

    private sealed record Loaded(DateTimeOffset At, IReadOnlyList<SigningKey> All, (string, ECParameters)? Signing);

    [LoggerMessage(Level = LogLevel.Information, Message = "Made signing key {Key}, in use from {ActiveFrom}")]
    private static partial void LogMade(ILogger logger, string key, DateTimeOffset activeFrom);
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Keys;
using Zoetrope.Platform;

namespace Zoetrope.Auth.SecondFactor;

/// <summary>Makes and takes the codes of authenticator apps and the recovery codes beside them. Each is taken once: one statement decides.</summary>
internal sealed class TotpCodes(AuthDb db, Secrets secrets, TimeProvider time)
{
    public const int RecoveryCount = 10;
    private const int SecretBytes = 20, RecoveryLength = 10, Digits = 6;
    private const string Purpose = "totp", RecoveryPurpose = "recovery-codes";

    // 50 bits each, without look-alikes.
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    // One step either side: clocks of phones differ, and people type slowly (RFC 6238, 5.2).
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    public static string Base32(byte[] secret) => Base32Encoding.ToString(secret).TrimEnd('=');

    public byte[] Seal(Guid user, byte[] secret) => secrets.Seal(Purpose, user.ToString(), secret);

    /// <summary>The step of a code that is right now, or null.</summary>
    public long? StepOf(TotpSecret stored, string code)
    {
        var typed = Plain(code);
        if (typed.Length != Digits || secrets.Open(Purpose, stored.UserId.ToString(), stored.Sealed) is not { } secret) return null;
        return new Totp(secret).VerifyTotp(time.GetUtcNow().UtcDateTime, typed, out var step, Window) && step > stored.LastStep ? step : null;
    }

    /// <summary>Takes a code from the app, or a recovery code, once; says which it was, or null.</summary>
    public async Task<CodeKind?> TakeAsync(Guid user, string code, CancellationToken cancel)
    {
        var stored = await db.TotpSecrets.AsNoTracking().SingleOrDefaultAsync(s => s.UserId == user && s.ConfirmedAt != null, cancel);
        if (stored is null) return null;
        if (StepOf(stored, code) is { } step)
            return await db.TotpSecrets.Where(s => s.UserId == user && s.LastStep < step).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastStep, step), cancel) == 1 ? CodeKind.App : null;
        var hash = Hash(user, code);
        return await db.RecoveryCodes.Where(r => r.UserId == user && r.Hash == hash).ExecuteDeleteAsync(cancel) == 1 ? CodeKind.Recovery : null;
    }

    /// <summary>New recovery codes in place of the old ones; call it inside a transaction. They are shown once and stored hashed.</summary>
    public async Task<IReadOnlyList<string>> RenewRecoveryAsync(Guid user, CancellationToken cancel)
    {
        await db.RecoveryCodes.Where(r => r.UserId == user).ExecuteDeleteAsync(cancel);
        var codes = Enumerable.Range(0, RecoveryCount).Select(_ => RandomNumberGenerator.GetString(Alphabet, RecoveryLength).Insert(RecoveryLength / 2, "-")).ToList();
        db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode { UserId = user, Hash = Hash(user, code) }));
        await db.SaveChangesAsync(cancel);
        return codes;
    }

    // 50 random bits under a key that is not in the database need no slow hash.
    private byte[] Hash(Guid user, string code) => HMACSHA256.HashData(secrets.Derive(RecoveryPurpose), Encoding.UTF8.GetBytes($"{user}\n{Plain(code)}"));

    private static string Plain(string code) => string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}

internal enum CodeKind { App, Recovery }

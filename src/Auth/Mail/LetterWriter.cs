using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Zoetrope.Auth.Data;
using Zoetrope.Auth.Instance;
using Zoetrope.Auth.SignUp;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;

namespace Zoetrope.Auth.Mail;

/// <summary>What messages there are, and how each is written when it goes out: to whom, in which language, with a link made at that moment.</summary>
internal sealed class LetterWriter(AuthDb db, InstanceStore instance, LinkTokens links, IConfiguration configuration)
{
    public const string Verify = "verify", Forgot = "forgot", PasswordChanged = "password_changed", EmailChanged = "email_changed", Other = "other";
    public const string ResetPurpose = "reset", VerifyPurpose = "verify";
    public static readonly TimeSpan ResetLasts = TimeSpan.FromHours(1), VerifyLasts = TimeSpan.FromDays(2);

    private const int MostHolders = 2;
    private static readonly Sentences Sentences = new();

    /// <summary>Whether there are words for this code.</summary>
    public static bool Knows(string code) => Sentences.Find(Sentences.Fallback, $"mail.{code}.subject") is not null;

    /// <summary>What a link for a new password holds by: the old password, and the address that it was sent to.</summary>
    public static string ResetDependsOn(User user) => $"{user.PasswordHash}\n{user.EmailKey}";

    /// <summary>None where it has lost its point: the account is gone, the address confirmed, or belongs to nobody.</summary>
    public async Task<IReadOnlyList<Letter>> WriteAsync(QueuedMail mail, CancellationToken cancel)
    {
        if (mail.Kind == Forgot) return await ForgottenAsync(mail.Address, cancel);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == mail.UserId && u.DeletedAt == null && !u.Demo, cancel);
        if (user is null) return [];
        return mail.Kind switch
        {
            Verify => await VerificationAsync(user, mail.Address, cancel),
            PasswordChanged => [await LetterAsync(user, user.Email, "password_changed", cancel, ("link", Page("/forgot", "")))],
            EmailChanged => [await LetterAsync(user, mail.Address, "email_changed", cancel)],
            _ when user.EmailVerified => [await OtherAsync(user, mail, cancel)],
            _ => [],
        };
    }

    // Whoever has this address: who has proven it, or else everybody who named it, for only the mailbox's owner reads this.
    private async Task<IReadOnlyList<Letter>> ForgottenAsync(string address, CancellationToken cancel)
    {
        var key = Emails.Key(address);
        if (key.Length == 0) return [];
        var holders = await db.Users.AsNoTracking().Where(u => u.EmailKey == key && u.DeletedAt == null && !u.AwaitsApproval && !u.Demo)
            .OrderByDescending(u => u.EmailVerified).ThenBy(u => u.Id).Take(MostHolders).ToListAsync(cancel);
        if (holders is [{ EmailVerified: true }, ..]) holders = [holders[0]];
        var letters = new List<Letter>();
        foreach (var user in holders) letters.Add(await ResetAsync(user, "reset", cancel));
        return letters;
    }

    private async Task<IReadOnlyList<Letter>> VerificationAsync(User user, string address, CancellationToken cancel)
    {
        var key = Emails.Key(address);
        var isPending = Emails.Key(user.PendingEmail) == key;
        if (!isPending && (user.EmailKey != key || user.EmailVerified)) return [];
        // Somebody else's address: they are told, and whoever typed it learns nothing.
        var owner = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.EmailKey == key && u.EmailVerified && u.Id != user.Id, cancel);
        if (owner is not null) return [await ResetAsync(owner, "taken", cancel)];
        var token = links.Make(VerifyPurpose, user.Id, VerifyLasts, key);
        return [await LetterAsync(user, address, "verify", cancel, ("email", address), ("hours", Whole(VerifyLasts.TotalHours)), ("link", Page("/verify", token)))];
    }

    private Task<Letter> ResetAsync(User user, string code, CancellationToken cancel)
    {
        var token = links.Make(ResetPurpose, user.Id, ResetLasts, ResetDependsOn(user));
        return LetterAsync(user, user.Email, code, cancel, ("email", user.Email), ("minutes", Whole(ResetLasts.TotalMinutes)), ("link", Page("/reset", token)));
    }

    private Task<Letter> OtherAsync(User user, QueuedMail mail, CancellationToken cancel)
    {
        var fill = JsonSerializer.Deserialize<Dictionary<string, string>>(mail.Params)!;
        if (fill.GetValueOrDefault("notice") is { Length: > 0 } notice) fill["notice"] = Notice(user.Locale, $"notice.{fill["code"]}.{notice}", fill);
        return LetterAsync(user, user.Email, fill.GetValueOrDefault("code", ""), cancel, [.. fill.Select(p => (p.Key, p.Value)), ("link", Origin + fill.GetValueOrDefault("path", "/"))]);
    }

    private static string Notice(string locale, string code, Dictionary<string, string> fill)
    {
        if (fill.GetValueOrDefault("reason") is not { Length: > 0 } reason) return Sentences.Text(locale, code, fill);
        fill["reason"] = Sentences.Text(locale, $"notice.reason.{reason}");
        return Sentences.Text(locale, $"{code}_because", fill);
    }

    private async Task<Letter> LetterAsync(User user, string to, string code, CancellationToken cancel, params (string Name, string Value)[] fill)
    {
        var place = await instance.GetAsync(cancel);
        var all = new Dictionary<string, string> { ["name"] = user.DisplayName, ["username"] = user.Username, ["instance"] = place.Name, ["url"] = Origin };
        foreach (var (name, value) in fill) all[name] = value;
        string Text(string key) => Sentences.Text(user.Locale, key, all);
        string[] parts = [Text("mail.hello"), Text($"mail.{code}.text"), .. Closing(code) is { } closing ? new[] { Text(closing) } : [], Text("mail.bye")];
        // A line break in a name must not become a header.
        return new Letter(to, OneLine($"{Text($"mail.{code}.subject")} – {place.Name}"), string.Join("\n\n", parts) + "\n");
    }

    private static string? Closing(string code) => code switch
    {
        "verify" or "reset" or "taken" => "mail.ignore",
        PasswordChanged or EmailChanged => null,
        "security" or "moderation" or "export_ready" => "mail.told",
        _ => "mail.choose",
    };

    private string Origin => AccessTokens.Issuer(configuration);

    // Behind the #, which browsers send to no server and no log.
    private string Page(string path, string token) => token.Length == 0 ? Origin + path : $"{Origin}{path}#{token}";

    private static string OneLine(string text) => string.Join(' ', text.Split('\r', '\n'));

    private static string Whole(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}

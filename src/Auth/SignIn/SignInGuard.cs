using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Auth.Data;
using Zoetrope.Platform;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.SignIn;

/// <summary>
/// Slows guesses without locking the owner out for long. A guess is counted before it is checked, so that parallel ones count too;
/// what counts is what was typed, so that unknown names behave like known ones. After 5 failures of one name from one address the
/// waits double from 1 s to 5 min; after 50 from anywhere, to 1 min, and from devices that have signed in before not at all.
/// </summary>
internal sealed class SignInGuard(AuthDb db, Secrets secrets, TimeProvider time)
{
    private const string Purpose = "sign-in-attempts";

    public static readonly TimeSpan Forget = TimeSpan.FromHours(1);

    private static readonly Limit Narrow = new(Free: 5, Longest: TimeSpan.FromMinutes(5)), Wide = new(Free: 50, Longest: TimeSpan.FromMinutes(1));

    /// <summary>Counts a guess.</summary>
    /// <exception cref="Grpc.Core.RpcException">429 <c>too_many_attempts</c> with the seconds to wait.</exception>
    public async Task CountAsync(string login, string ip, bool knownDevice, CancellationToken cancel)
    {
        await CountAsync(NarrowKey(login, ip), Narrow, cancel);
        if (!knownDevice) await CountAsync(WideKey(login), Wide, cancel);
    }

    /// <summary>The guess was right: the count from this address starts anew.</summary>
    public async Task ClearAsync(string login, string ip, CancellationToken cancel)
    {
        byte[][] keys = [NarrowKey(login, ip), WideKey(login)];
        await db.SignInAttempts.Where(a => keys.Contains(a.Key)).ExecuteDeleteAsync(cancel);
    }

    private async Task CountAsync(byte[] key, Limit limit, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var forget = now - Forget;
        var free = limit.Free;
        var longest = (int)limit.Longest.TotalSeconds;
        var counted = await db.Database.ExecuteSqlAsync($"""
            insert into sign_in_attempts as a (key, failures, last_at, blocked_until) values ({key}, 1, {now}, {now})
            on conflict (key) do update set
                failures = case when a.last_at < {forget} then 1 else a.failures + 1 end,
                last_at = {now},
                blocked_until = case when a.last_at < {forget} or a.failures + 1 < {free} then {now}
                    else {now} + make_interval(secs => least({longest}, power(2, least(a.failures + 1 - {free}, 20)))) end
            where a.blocked_until <= {now}
            """, cancel);
        if (counted > 0) return;
        var until = await db.SignInAttempts.Where(a => a.Key == key).Select(a => a.BlockedUntil).SingleOrDefaultAsync(cancel);
        var seconds = Math.Max(1, (int)Math.Ceiling((until - now).TotalSeconds));
        throw Fault.TooMany("too_many_attempts", seconds, ("seconds", seconds.ToString(CultureInfo.InvariantCulture)));
    }

    private byte[] NarrowKey(string login, string ip) => Key($"{login}\n{Network(ip)}");

    private byte[] WideKey(string login) => Key(login);

    // Keyed, so that the table does not tell which names were tried.
    private byte[] Key(string text) => HMACSHA256.HashData(secrets.Derive(Purpose), Encoding.UTF8.GetBytes(text));

    /// <summary>A household's IPv6 addresses are one /64.</summary>
    private static string Network(string ip)
    {
        if (!IPAddress.TryParse(ip, out var address)) return ip;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return bytes.Length == 16 ? Convert.ToHexString(bytes, 0, 8) : address.ToString();
    }

    private sealed record Limit(int Free, TimeSpan Longest);
}

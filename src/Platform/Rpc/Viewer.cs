using Grpc.Core;

namespace Zoetrope.Platform.Rpc;

/// <summary>What an account may do on the instance.</summary>
public enum AccountRole
{
    User,
    Moderator,
    Admin,
}

/// <summary>
/// Through whose eyes a call reads: an account, a signed-out device, or the system itself. It travels with every call,
/// and services verify the access token themselves.
/// </summary>
public sealed record Viewer
{
    private const string TokenHeader = "zt-token", DeviceHeader = "zt-device", LocaleHeader = "zt-locale", SystemHeader = "zt-system", BehalfHeader = "zt-behalf";

    public Guid? AccountId { get; private init; }
    public Guid? SessionId { get; private init; }
    public AccountRole Role { get; private init; }

    /// <summary>The account was waiting to be erased when its token was written (<see cref="VerifiedToken.IsLeaving"/>).</summary>
    public bool IsLeaving { get; private init; }

    /// <summary>The device cookie's id; kept beside the account, so that what was learned before sign-in can be joined.</summary>
    public string? DeviceId { get; private init; }

    /// <summary>Language of answers, a BCP 47 tag.</summary>
    public string Locale { get; private init; } = "en";

    /// <summary>The service itself, for jobs and snapshots: sees everything.</summary>
    public bool IsSystem { get; private init; }

    private string? Token { get; init; }

    /// <summary>Vouched for by a gateway instead of a token: may read, never change anything.</summary>
    internal bool IsBehalf { get; private init; }

    public bool IsSignedIn => AccountId is not null;
    public bool IsModerator => Role >= AccountRole.Moderator || IsSystem;

    /// <summary>One string for whoever it is: <c>u:{account}</c>, <c>d:{device}</c>, or empty for somebody without a device.</summary>
    public string Key => AccountId is { } id ? $"u:{id}" : DeviceId is { Length: > 0 } device ? $"d:{device}" : "";

    public static Viewer System { get; } = new() { IsSystem = true };

    /// <summary>Somebody signed out, known by the device cookie if at all.</summary>
    public static Viewer Anonymous(string? deviceId = null, string locale = "en") => new() { DeviceId = deviceId, Locale = locale };

    /// <summary>Somebody signed in, by a token that <see cref="AccessTokens"/> has verified.</summary>
    public static Viewer SignedIn(string token, VerifiedToken verified, string? deviceId = null, string locale = "en") => new()
    {
        Token = token,
        AccountId = verified.AccountId,
        SessionId = verified.SessionId,
        Role = verified.Role,
        IsLeaving = verified.IsLeaving,
        DeviceId = deviceId,
        Locale = locale,
    };

    /// <summary>
    /// Somebody whose live connection outlasts their access token: the gateway, known by the cluster's credential, names their session
    /// instead. Every service holds that to methods that only read, refuses it once the session has ended, and knows no role by it.
    /// </summary>
    public Viewer OnBehalf() => this with { Token = null, IsBehalf = true, Role = AccountRole.User };

    /// <summary>The viewer's account; 401 where nobody is signed in.</summary>
    public Guid Account() => AccountId ?? throw Fault.Unauthenticated();

    /// <summary>403 unless the viewer is a moderator or admin.</summary>
    public void RequireModerator()
    {
        _ = IsSystem ? default : Account();
        if (!IsModerator) throw Fault.Forbidden();
    }

    /// <summary>403 unless the viewer is an admin.</summary>
    public void RequireAdmin()
    {
        _ = IsSystem ? default : Account();
        if (Role < AccountRole.Admin && !IsSystem) throw Fault.Forbidden();
    }

    internal void WriteTo(Metadata headers)
    {
        if (Token is not null) headers.Add(TokenHeader, Token);
        if (DeviceId is not null) headers.Add(DeviceHeader, DeviceId);
        if (IsSystem) headers.Add(SystemHeader, "1");
        if (IsBehalf && AccountId is { } account) headers.Add(BehalfHeader, $"{account} {SessionId}");
        headers.Add(LocaleHeader, Locale);
    }

    internal static async ValueTask<Viewer> ReadAsync(Metadata headers, AccessTokens tokens, CancellationToken cancel)
    {
        if (headers.GetValue(SystemHeader) is not null) return System;
        var device = headers.GetValue(DeviceHeader);
        var locale = headers.GetValue(LocaleHeader) ?? "en";
        if (headers.GetValue(BehalfHeader) is { } behalf) return await ReadBehalfAsync(behalf.Split(' '), device, locale, tokens, cancel);
        if (headers.GetValue(TokenHeader) is not { } token) return Anonymous(device, locale);
        var verified = await tokens.Verify(token, cancel) ?? throw Fault.Unauthenticated();
        return SignedIn(token, verified, device, locale);
    }

    private static async ValueTask<Viewer> ReadBehalfAsync(string[] parts, string? device, string locale, AccessTokens tokens, CancellationToken cancel)
    {
        if (parts is not [var who, var where] || !Guid.TryParse(who, out var account) || !Guid.TryParse(where, out var session)) throw Fault.Unauthenticated();
        if (await tokens.HasEndedAsync(session, cancel)) throw Fault.Unauthenticated();
        return new Viewer { AccountId = account, SessionId = session, IsBehalf = true, DeviceId = device, Locale = locale };
    }

    // A record prints its members; a token must never reach a log.
    public override string ToString() => IsSystem ? "system" : Key.Length > 0 ? Key : "anonymous";
}

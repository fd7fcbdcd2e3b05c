using Zoetrope.Auth.Data;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Auth.Profiles;

/// <summary>An account as other services know it. It is sent whole with every event.</summary>
internal static class AccountEvents
{
    /// <summary>The size of the avatar that cards name; the other one stands beside it under its own number.</summary>
    private const string AvatarFile = "320.webp";

    public static Event Registered(User user, string? device) => new() { UserRegistered = new UserRegistered { Account = State(user), DeviceId = device ?? "" } };

    public static Event ProfileChanged(User user) => new() { ProfileChanged = new ProfileChanged { Account = State(user) } };

    public static Event AccountChanged(User user) => new() { AccountChanged = new AccountChanged { Account = State(user) } };

    public static AccountState State(User user) => new()
    {
        UserId = user.Id.ToString(),
        Username = user.Username,
        DisplayName = user.DisplayName,
        AvatarUrl = AvatarUrl(user.Avatar),
        IsPrivate = user.IsPrivate,
        // Whoever waits to be erased is hidden, and may still come back.
        Suspended = user.SuspendedAt is not null || user.DeletionAt is not null,
        Deleted = user.DeletedAt is not null,
        ShowLikes = user.ShowLikes,
        ShowPresence = user.ShowPresence,
        WhoCanComment = user.WhoCanComment,
        WhoCanMention = user.WhoCanMention,
        Demo = user.Demo,
        Role = user.Role.ToString().ToLowerInvariant(),
        Locale = user.Locale,
        CreatedAtMs = user.CreatedAt.ToUnixTimeMilliseconds(),
        Version = user.Version,
    };

    /// <summary>Whether what people see of the account everywhere differs: name, display name, avatar.</summary>
    public static bool ProfileDiffers(AccountState a, AccountState b)
        => (a.Username, a.DisplayName, a.AvatarUrl) != (b.Username, b.DisplayName, b.AvatarUrl);

    /// <summary>Whether what other services obey differs.</summary>
    public static bool RulesDiffer(AccountState a, AccountState b)
    {
        var left = a.Clone();
        (left.Username, left.DisplayName, left.AvatarUrl, left.Version) = (b.Username, b.DisplayName, b.AvatarUrl, b.Version);
        return !left.Equals(b);
    }

    public static string AvatarUrl(string folder) => folder.Length == 0 ? "" : $"/media/{folder}{AvatarFile}";

    public static UserCard Card(User user) => new()
    {
        Id = user.Id.ToString(),
        Username = user.Username,
        DisplayName = user.DisplayName,
        AvatarUrl = AvatarUrl(user.Avatar),
        Demo = user.Demo,
    };
}

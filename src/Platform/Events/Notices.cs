using Zoetrope.Contracts.Events.V1;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Platform.Events;

/// <summary>What the place itself tells one account: written beside the change it tells of, so that one act is told once.</summary>
public static class Notices
{
    /// <summary>Why something is reported, and why a moderator acts on it.</summary>
    public static readonly IReadOnlySet<string> Reasons = new HashSet<string>
    {
        "spam", "harassment", "hate", "nudity", "violence", "self_harm", "child_safety", "misinformation", "illegal", "copyright", "impersonation", "other",
    };

    private const int LongestAbout = 200;

    /// <summary>A change in the security of an account.</summary>
    /// <param name="about">What it was done to: a device, the name of a passkey.</param>
    public static Event Security(TimeProvider time, Guid user, string code, string about = "") => Of(time, user, "security", code, about);

    /// <summary>An archive is ready; asked for again it is the same item.</summary>
    public static Event Archive(TimeProvider time, Guid user) => Of(time, user, "export_ready", group: "archive");

    /// <summary>A moderator's decision: what was done, to what and why; never who did it.</summary>
    /// <exception cref="Grpc.Core.RpcException">422: not a reason.</exception>
    public static Event Decision(TimeProvider time, Guid user, string code, string about, string reason)
    {
        CheckReason(reason);
        return Of(time, user, "moderation", code, about, reason);
    }

    /// <exception cref="Grpc.Core.RpcException">422: not a reason; none at all may be given.</exception>
    public static void CheckReason(string reason)
    {
        if (reason.Length > 0 && !Reasons.Contains(reason)) throw NoReason();
    }

    /// <summary>422 naming the reasons there are.</summary>
    public static Grpc.Core.RpcException NoReason() => Fault.Invalid("reason", "unknown_choice", ("choices", string.Join(", ", Reasons)));

    private static Event Of(TimeProvider time, Guid user, string type, string code = "", string about = "", string reason = "", string group = "") => new()
    {
        AccountNotified = new AccountNotified
        {
            NoticeId = Ids.New(time).ToString(),
            UserId = user.ToString(),
            Type = type,
            Code = code,
            About = about.Length <= LongestAbout ? about : string.Concat(about.EnumerateRunes().Take(LongestAbout - 1)) + "…",
            Reason = reason,
            Group = group,
        },
    };
}

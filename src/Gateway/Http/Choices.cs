namespace Zoetrope.Gateway.Http;

/// <summary>Says in the OpenAPI document which words a text, or the texts of a list, can be. The services that own them check them.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class ChoicesAttribute(string words) : Attribute
{
    public IReadOnlyList<string> Words { get; } = words.Split(' ');
}

/// <summary>Says in the OpenAPI document that an answer is one of the members of this record, which itself never travels.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class EitherAttribute : Attribute;

/// <summary>The words of the public API that clients switch on, in the order the API names them.</summary>
internal static class Choices
{
    public const string
        Audience = "public followers unlisted private",
        Entity = "tag mention link",
        FeedStatus = "more caught_up empty",
        Label = "sensitive ai ad flashing",
        Notification = "follow follow_request follow_accepted like comment reply comment_like mention share new_video video_ready video_failed scheduled_published moderation "
            + "export_ready security announcement",
        Permission = "everyone followers following nobody",
        Registration = "open invite approval closed",
        ReportKind = "video user comment",
        ReportState = "open resolved dismissed",
        Role = "user moderator admin",
        Sensitive = "hide blur show",
        Theme = "system dark light",
        VideoState = "uploading processing ready failed draft scheduled removed",
        WatchSource = "for_you following latest profile search tag similar saves history notification share embed";
}

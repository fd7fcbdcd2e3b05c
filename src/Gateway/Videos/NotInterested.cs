using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Videos;

/// <summary>POST and DELETE /api/videos/{id}/not-interested: less of this video, its author or a tag; or takes that back.</summary>
internal static class NotInterested
{
    public sealed record Body(string? Reason, string? Tag);

    public static void Map(IEndpointRouteBuilder videos)
    {
        videos.MapPost("/{id:guid}/not-interested", (Guid id, Body? body, Caller caller, Rpc<FeedsClient> feeds, CancellationToken cancel)
            => Set(id, true, body, caller, feeds, cancel)).Limit(Limits.Budget.Like);
        videos.MapDelete("/{id:guid}/not-interested", (Guid id, string? reason, string? tag, Caller caller, Rpc<FeedsClient> feeds, CancellationToken cancel)
            => Set(id, false, new Body(reason, tag), caller, feeds, cancel)).Limit(Limits.Budget.Like);
    }

    private static async Task<NoContent> Set(Guid id, bool notInterested, Body? body, Caller caller, Rpc<FeedsClient> feeds, CancellationToken cancel)
    {
        var reason = body?.Reason ?? "video";
        if (reason is not ("video" or "author" or "tag")) throw Fault.Invalid("reason", "unknown_choice", ("choices", "video, author, tag"));
        if (reason == "tag" && string.IsNullOrEmpty(body?.Tag)) throw Fault.Invalid("tag", "required");
        var request = new SetNotInterestedRequest { VideoId = id.ToString(), NotInterested = notInterested, Reason = reason, Tag = body?.Tag ?? "" };
        await feeds.As(caller.Viewer).SetNotInterestedAsync(request, cancellationToken: cancel);
        return TypedResults.NoContent();
    }
}

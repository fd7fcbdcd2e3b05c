using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Feed;

/// <summary>
/// GET /api/feed/for-you: what to show next. The answer replaces everything after the playing clip; clips the client still holds
/// unplayed (<c>holding</c>) keep their impression. Serving is not seeing: a clip is seen when a watch for it arrives.
/// </summary>
internal static class GetForYou
{
    private const int MostHeld = 50;

    public sealed record Answer(IReadOnlyList<FeedItemCard> Items, [property: Choices(Choices.FeedStatus)] string Status);

    public static void Map(IEndpointRouteBuilder feed) => feed.MapGet("/for-you", Handle);

    private static async Task<Answer> Handle(
        int? limit, string? holding, Guid? seed, HttpContext http, Caller caller, Rpc<FeedsClient> feeds, FeedCards cards, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        var held = (holding ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (held.Length > MostHeld) throw Fault.Invalid("holding", "too_many", ("max", MostHeld.ToString()));
        if (!Array.TrueForAll(held, id => Guid.TryParse(id, out _))) throw Fault.Invalid("holding", "not_an_id");
        var request = new GetForYouRequest { Limit = PageQuery.Checked(limit), Holding = { held }, SeedVideoId = seed?.ToString() ?? "" };
        var reply = await feeds.As(caller.Viewer).GetForYouAsync(request, cancellationToken: cancel);
        return new Answer(await cards.Of(reply.Items, caller.Viewer, cancel), reply.Status);
    }
}

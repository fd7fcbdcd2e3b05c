using System.Text.Json.Serialization;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Feed;

/// <summary>One place in a feed: the video, the impression that watches refer to, and why it is there.</summary>
/// <param name="ImpressionId">Absent in lists by time: no choice was made there that could be explained.</param>
internal sealed record FeedItemCard(
    Video Video, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ImpressionId, Sentence? Reason);

/// <summary>Puts videos to the ids a feed consists of; what has become invisible meanwhile drops out.</summary>
internal sealed class FeedCards(VideoCards videos, Messages messages)
{
    public async Task<IReadOnlyList<FeedItemCard>> Of(IReadOnlyList<FeedItem> items, Viewer viewer, CancellationToken cancel)
    {
        var cards = (await videos.OfIds([.. items.Select(item => item.VideoId).Distinct()], viewer, cancel)).ToDictionary(video => video.Id);
        return [.. items
            .Where(item => cards.ContainsKey(item.VideoId))
            .Select(item => new FeedItemCard(cards[item.VideoId], item.ImpressionId.OrNull(), item.Reason is { } reason ? messages.Sentence(viewer.Locale, reason) : null))];
    }
}

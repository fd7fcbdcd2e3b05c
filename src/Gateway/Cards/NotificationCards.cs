using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;
using Proto = Zoetrope.Contracts.Notification.V1;

namespace Zoetrope.Gateway.Cards;

/// <summary>Assembles inbox items: actors, relations and videos of a whole page in one batched call each.</summary>
internal sealed class NotificationCards(PeopleCards people, Rpc<CatalogClient> catalog, Messages messages)
{
    public async Task<IReadOnlyList<Notification>> Of(IReadOnlyList<Proto.NotificationItem> items, Viewer viewer, CancellationToken cancel)
    {
        if (items.Count == 0) return [];
        var actors = items.SelectMany(item => item.ActorIds).Distinct().ToArray();
        var relations = people.RelationsAsync(viewer, actors, cancel).OrWhenAway(RelationsOf.None);
        var videos = await VideosAsync(items, viewer, cancel);
        var cards = await people.GetAsync([.. actors, .. videos.Values.Select(video => video.AuthorId)], cancel);
        var related = await relations;
        return [.. items.Select(item => Card(item, cards, related, videos, viewer))];
    }

    private async Task<Dictionary<string, Contracts.Video.V1.Video>> VideosAsync(IReadOnlyList<Proto.NotificationItem> items, Viewer viewer, CancellationToken cancel)
    {
        var ids = items.Select(item => item.VideoId).Where(id => id.Length > 0).Distinct().ToArray();
        if (ids.Length == 0) return [];
        var request = new Contracts.Video.V1.GetVideosRequest { Ids = { ids } };
        var reply = await catalog.As(viewer).GetVideosAsync(request, cancellationToken: cancel).ResponseAsync.OrWhenAway(new Contracts.Video.V1.GetVideosResponse());
        return reply.Items.ToDictionary(video => video.Id);
    }

    private Notification Card(
        Proto.NotificationItem item, IReadOnlyDictionary<string, PersonCard> cards, RelationsOf relations,
        Dictionary<string, Contracts.Video.V1.Video> videos, Viewer viewer)
    {
        var actors = item.ActorIds.Where(cards.ContainsKey).Select(id => Actor(cards[id].Card, relations)).ToArray();
        var video = videos.GetValueOrDefault(item.VideoId);
        var videoPath = item.VideoId.Length == 0 ? null
            : video is not null && cards.TryGetValue(video.AuthorId, out var author) ? Paths.Video(author.Card.Username, item.VideoId) : Paths.Short(item.VideoId);
        return new Notification(
            item.Id, item.Type, Url(item, videoPath, actors), actors, item.Count,
            videoPath is null ? null : new NotificationVideo(item.VideoId, videoPath, VideoCards.SmallestPoster(video) ?? item.VideoPosterUrl.OrNull()),
            item.CommentId.Length == 0 ? null : new NotificationComment(item.CommentId, item.CommentText),
            DetailOf(item, viewer.Locale),
            Times.At(item.CreatedAtMs), Times.At(item.UpdatedAtMs), item.Seen, item.Read);
    }

    /// <summary>What went wrong with a clip; or what the place itself tells, in a sentence.</summary>
    private Sentence? DetailOf(Proto.NotificationItem item, string locale)
    {
        if (item.Type == "announcement")
        {
            // Nobody translates what people write: it is its own text.
            var said = new Dictionary<string, string> { ["about"] = item.About };
            return new Sentence("notice.announcement", said, item.About);
        }
        if (item.Type is not ("security" or "moderation")) return item.Code.Length == 0 ? null : new Sentence(item.Code, new Dictionary<string, string>(), messages.Text(locale, item.Code));
        var fill = new Dictionary<string, string> { ["about"] = item.About };
        var code = $"notice.{item.Type}.{item.Code}";
        if (item.Reason.Length > 0) (code, fill["reason"]) = ($"{code}_because", messages.Text(locale, $"notice.reason.{item.Reason}"));
        return new Sentence(code, fill, messages.Text(locale, code, fill));
    }

    private static string Url(Proto.NotificationItem item, string? videoPath, NotificationActor[] actors) => item.Type switch
    {
        "follow_request" => "/inbox",
        "security" => "/settings#password",
        "export_ready" => "/settings#data",
        _ when videoPath is not null && item.CommentId.Length > 0 => Paths.Comment(videoPath, item.CommentId),
        _ when videoPath is not null => videoPath,
        _ when actors is [var first, ..] => Paths.User(first.Username),
        _ => "/inbox",
    };

    private static NotificationActor Actor(Contracts.Common.V1.UserCard card, RelationsOf relations)
        => new(card.Id, card.Username, card.DisplayName, card.AvatarUrl.OrNull(), card.Demo, new ActorViewer(relations[card.Id].Following, relations[card.Id].Requested));
}

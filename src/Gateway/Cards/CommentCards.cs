using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Platform.Rpc;
using Proto = Zoetrope.Contracts.Interaction.V1;

namespace Zoetrope.Gateway.Cards;

/// <summary>Assembles comments: the people of a whole page come with one batched read. One that was deleted is nobody's.</summary>
internal sealed class CommentCards(PeopleCards people)
{
    public async Task<Comment> Of(Proto.Comment comment, CancellationToken cancel) => (await Of([comment], cancel))[0];

    public async Task<IReadOnlyList<Comment>> Of(IReadOnlyList<Proto.Comment> comments, CancellationToken cancel)
    {
        var cards = await people.GetAsync(comments.SelectMany(comment => (string[])[comment.AuthorId, comment.ReplyToId]), cancel);
        return [.. comments.Select(comment => Card(comment, cards))];
    }

    private static Comment Card(Proto.Comment comment, IReadOnlyDictionary<string, PersonCard> cards) => new(
        comment.Id, comment.VideoId, comment.ParentId.OrNull(),
        cards.TryGetValue(comment.ReplyToId, out var answered) ? PeopleCards.Summary(answered) : null,
        !comment.Deleted && cards.TryGetValue(comment.AuthorId, out var author) ? PeopleCards.Summary(author) : null,
        comment.Text, VideoCards.Entities(comment.Entities), Times.At(comment.CreatedAtMs), Times.AtOrNull(comment.EditedAtMs),
        comment.Pinned, comment.Deleted, comment.Likes, comment.LikedByAuthor, comment.Replies, comment.ClientRef.OrNull(),
        new CommentViewer(comment.ViewerLiked, comment.ViewerOwn));
}

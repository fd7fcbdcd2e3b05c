using Zoetrope.Contracts.Events.V1;
using Zoetrope.Interaction.Data;

namespace Zoetrope.Interaction.Comments;

/// <summary>What the log hears of a comment: its whole state, keyed by its video.</summary>
internal static class CommentEvents
{
    public static Event Of(CommentRow c) => new()
    {
        CommentChanged = new CommentChanged
        {
            CommentId = c.Id.ToString(),
            VideoId = c.VideoId.ToString(),
            VideoAuthorId = c.VideoAuthorId.ToString(),
            ParentId = c.ParentId?.ToString() ?? "",
            ParentAuthorId = c.ParentAuthorId?.ToString() ?? "",
            ReplyToId = c.ReplyToId?.ToString() ?? "",
            AuthorId = c.AuthorId.ToString(),
            Text = c.Text,
            Mentions = { c.Mentions.Select(id => id.ToString()) },
            Pinned = c.Pinned,
            Deleted = c.Deleted,
            Edited = c.EditedAt is not null,
            ClientRef = c.ClientRef,
            CreatedAtMs = c.CreatedAt.ToUnixTimeMilliseconds(),
            Version = c.Version,
        },
    };
}

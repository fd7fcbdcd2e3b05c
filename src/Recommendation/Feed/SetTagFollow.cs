using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;

namespace Zoetrope.Recommendation.Feed;

internal sealed partial class FeedsService
{
    private const int LongestTag = 100;

    /// <summary>Follows a tag, which is the topic preference at its highest, or lets it go. Repeating either changes nothing.</summary>
    public override async Task<SetTagFollowResponse> SetTagFollow(SetTagFollowRequest request, ServerCallContext context)
    {
        var (key, cancel) = ($"u:{context.Viewer().Account()}", context.CancellationToken);
        var tag = TextEntities.Fold(TextRules.Clean("tag", request.Tag.TrimStart('#'), LongestTag, required: true));
        if (!request.Following)
        {
            await db.Database.ExecuteSqlAsync($"update preferences set topics = topics - {tag} where viewer = {key}", cancel);
            return new SetTagFollowResponse();
        }
        var followed = await db.Database.ExecuteSqlAsync($$"""
            insert into preferences as p (viewer, personalised, topics, muted_words, weights, taste_from)
            values ({{key}}, true, jsonb_build_object({{tag}}::text, 1), '{}', '{}', '-infinity')
            on conflict (viewer) do update set topics = p.topics || excluded.topics
            where p.topics ? {{tag}} or (select count(*) from jsonb_object_keys(p.topics)) < {{MostTopics}}
            """, cancel);
        if (followed == 0) throw Fault.Invalid("tag", "too_many", ("max", MostTopics.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return new SetTagFollowResponse { Following = true };
    }
}

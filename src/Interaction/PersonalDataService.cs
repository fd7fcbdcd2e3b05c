using Grpc.Core;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Data;

namespace Zoetrope.Interaction;

/// <summary>Everything somebody did to clips and to people.</summary>
internal sealed class PersonalDataService(InteractionDb db) : PersonalData.PersonalDataBase
{
    public override Task Export(ExportRequest request, IServerStreamWriter<ExportPart> responseStream, ServerCallContext context) => db.ExportAsync(context, responseStream,
        new("likes.json", "select video_id, at from likes where user_id = $1 and active order by at"),
        new("saves.json", "select video_id, at from saves where user_id = $1 and active order by at"),
        new("comments.json", "select id, video_id, parent_id, text, created_at, edited_at from comments where author_id = $1 and not deleted order by id"),
        new("comment_likes.json", "select comment_id, at from comment_likes where user_id = $1 and active order by at"),
        new("following.json", "select f.followee_id as user_id, k.username, f.state, f.at from follows f left join known_accounts k on k.user_id = f.followee_id where f.follower_id = $1 order by f.at"),
        new("followers.json", "select f.follower_id as user_id, k.username, f.state, f.at from follows f left join known_accounts k on k.user_id = f.follower_id where f.followee_id = $1 order by f.at"),
        new("blocks.json", "select blocked_id as user_id, at from blocks where blocker_id = $1 and active order by at"),
        new("mutes.json", "select muted_id as user_id, at from mutes where muter_id = $1 and active order by at"),
        new("shares.json", "select video_id, channel, at from shares where user_id = $1 order by at"),
        new("history.json", "select video_id, watched_at from history where user_id = $1 order by watched_at"),
        new("reports.json", "select kind, target_id, reason, detail, at from reports where reporter = $2 order by at"));
}

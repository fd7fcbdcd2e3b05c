using Grpc.Core;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Recommendation.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Recommendation.Data;

namespace Zoetrope.Recommendation;

/// <summary>What the feed has learned of somebody, and what they told it.</summary>
internal sealed class PersonalDataService(RecommendationDb db) : PersonalData.PersonalDataBase
{
    public override Task Export(ExportRequest request, IServerStreamWriter<ExportPart> responseStream, ServerCallContext context) => db.ExportAsync(context, responseStream,
        new("feed_preferences.json", "select personalised, topics, muted_words, weights from preferences where viewer = $2"),
        new("feed_memory.json", "select video_id, seen_at, fraction, liked from reactions where viewer = $2 or viewer in (select 'd:' || device_id from joined_devices where user_id = $1) order by seen_at"),
        new("not_interested.json", "select kind, value, video_id from not_interested where viewer = $2"));
}

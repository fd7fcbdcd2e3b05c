using Grpc.Core;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Data;
using Zoetrope.Video.Data;

namespace Zoetrope.Video;

/// <summary>Clips and uploads; the clips themselves are added to the archive where they are stored.</summary>
internal sealed class PersonalDataService(VideoDb db) : PersonalData.PersonalDataBase
{
    public override Task Export(ExportRequest request, IServerStreamWriter<ExportPart> responseStream, ServerCallContext context) => db.ExportAsync(context, responseStream,
        new("videos.json", """
            select id, title, description, tags, audience, allow_comments, labels, draft, publish_at, created_at, published_at, edited_at, removed_at, state, duration_ms, width, height
            from videos where author_id = $1 order by id
            """),
        new("uploads.json", "select id, video_id, file_name, content_type, size, created_at, completed_at from uploads where owner_id = $1 order by id"));
}

using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Platform.Rpc;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Catalog;

/// <summary>How many public videos each author has. A private account's number is shown as it is: its profile shows it, its videos do not.</summary>
internal sealed partial class CatalogService
{
    public override async Task<CountByAuthorsResponse> CountByAuthors(CountByAuthorsRequest request, ServerCallContext context)
    {
        if (request.AuthorIds.Count > MostIds) throw Fault.BadRequest("too_many_ids");
        var authors = request.AuthorIds.Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).ToList();
        var counts = await db.Videos.Where(v => authors.Contains(v.AuthorId) && v.PublishedAt != null && v.RemovedAt == null && v.Audience == Audiences.Public)
            .GroupBy(v => v.AuthorId).Select(g => new { g.Key, Videos = g.LongCount() }).ToListAsync(context.CancellationToken);
        return new CountByAuthorsResponse { Videos = { counts.ToDictionary(c => c.Key.ToString(), c => c.Videos) } };
    }
}

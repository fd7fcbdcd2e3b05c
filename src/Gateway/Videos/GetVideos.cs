using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Videos;

/// <summary>GET /api/videos?ids=: up to 50 videos in the order asked for; invisible ones are left out.</summary>
internal static class GetVideos
{
    private const int Most = 50;

    public static void Map(IEndpointRouteBuilder videos) => videos.MapGet("", Handle);

    private static async Task<Items<Video>> Handle(string ids, Caller caller, VideoCards cards, CancellationToken cancel)
    {
        var wanted = ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (wanted.Length > Most) throw Fault.Invalid("ids", "too_many", ("max", Most.ToString()));
        if (!Array.TrueForAll(wanted, id => Guid.TryParse(id, out _))) throw Fault.Invalid("ids", "not_an_id");
        return new Items<Video>(await cards.OfIds([.. wanted.Select(id => Guid.Parse(id).ToString()).Distinct()], caller.Viewer, cancel));
    }
}

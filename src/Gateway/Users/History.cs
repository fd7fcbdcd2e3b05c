using Microsoft.AspNetCore.Http.HttpResults;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Users;

/// <summary>GET and DELETE /api/users/me/history: what the viewer watched, latest first, each with <c>watchedAt</c>.</summary>
internal static class History
{
    public static void Map(IEndpointRouteBuilder users)
    {
        users.MapGet("/me/history", List).RequireSignIn();
        users.MapDelete("/me/history", Clear).RequireSignIn();
    }

    private static async Task<Page<Video>> List(Guid? around, [AsParameters] PageQuery page, Caller caller, Rpc<PlaysClient> plays, VideoCards cards, CancellationToken cancel)
    {
        var reply = await plays.As(caller.Viewer).ListHistoryAsync(new ListHistoryRequest { Page = page.Request(), Around = around?.ToString() ?? "" }, cancellationToken: cancel);
        var at = reply.Items.GroupBy(item => item.VideoId).ToDictionary(group => group.Key, group => group.Max(item => item.WatchedAtMs));
        var videos = await cards.OfIds([.. reply.Items.Select(item => item.VideoId).Distinct()], caller.Viewer, cancel);
        return new Page<Video>([.. videos.Select(video => video with { WatchedAt = Times.At(at[video.Id]) })], reply.NextCursor.OrNull());
    }

    private static async Task<NoContent> Clear(Caller caller, Rpc<PlaysClient> plays, CancellationToken cancel)
    {
        await plays.As(caller.Viewer).ClearHistoryAsync(new ClearHistoryRequest(), cancellationToken: cancel);
        return TypedResults.NoContent();
    }
}

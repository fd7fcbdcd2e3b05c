using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Contracts.Events.V1;
using Zoetrope.Contracts.Interaction.V1;
using Zoetrope.Interaction.Counts;

namespace Zoetrope.Interaction.Tests.Counts;

public sealed class CountFolderTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_tap_is_folded_and_said_by_itself_with_a_rising_revision()
    {
        await using var app = await InteractionApp.StartAsync(postgres);
        var video = app.World.Video(app.World.Person("ana"));
        using var folder = ActivatorUtilities.CreateInstance<CountFolder>(app.Services);
        await folder.StartAsync(CancellationToken.None);
        try
        {
            for (var i = 1; i <= 3; i++)
            {
                await app.Likes(app.World.Person($"person{i}")).SetLikeAsync(new SetLikeRequest { VideoId = video.ToString(), Liked = true });
                var said = await Eventually(() => app.SaidAsync(Event.PayloadOneofCase.CountsChanged), until: events => events.Count == i);
                (said[^1].CountsChanged.Likes, said[^1].CountsChanged.Rev).ShouldBe((i, i));
            }
        }
        finally
        {
            await folder.StopAsync(CancellationToken.None);
        }
    }
}

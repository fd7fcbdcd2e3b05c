using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zoetrope.Platform.Events;

namespace Zoetrope.Platform.Tests.Events;

/// <summary>
/// A whole little product in one process: changes things, relays, listens. It ends by itself when so many changes have been
/// committed in all, over every run, and all have been heard.
/// </summary>
internal static class KilledChild
{
    public const string Argument = "--events-child";
    private const int Keys = 9;

    public static async Task<int> RunAsync(IConfiguration configuration, int changes)
    {
        await using var process = EventProcess.Build(configuration.AsEnumerable(), $"{Environment.ProcessId}", "speaker", "listener");
        await process.StartAsync();
        await Console.Out.WriteLineAsync("running");
        for (var n = await CountChangesAsync(process); n < changes; n++) await process.ChangeAsync($"k{n % Keys}");
        await Eventually(async () =>
        {
            await using var scope = process.Services.CreateAsyncScope();
            var left = await scope.ServiceProvider.GetRequiredService<SpeakerDb>().Set<OutboxRow>().CountAsync();
            var heard = await scope.ServiceProvider.GetRequiredService<ListenerDb>().Heard.CountAsync();
            (left, heard).ShouldBe((0, changes));
        }, TimeSpan.FromSeconds(90));
        return 0;
    }

    private static async Task<int> CountChangesAsync(EventProcess process)
    {
        await using var scope = process.Services.CreateAsyncScope();
        return (int)await scope.ServiceProvider.GetRequiredService<SpeakerDb>().Changes.SumAsync(c => c.Version);
    }
}

using System.CommandLine;
using Zoetrope.Platform;
using Zoetrope.Platform.Telemetry;
using Zoetrope.Video.Catalog;

namespace Zoetrope.Host.Commands;

/// <summary>Removes media that no video owns; <c>--dry-run</c> only says what would go. A running instance does the same once a day.</summary>
internal static class Collect
{
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "only say what would go" };

    public static Command Command()
    {
        var command = new Command("collect", "Remove media files that no video owns") { DryRun };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var (configuration, dryRun) = (Configuration.Read([]), parsed.GetValue(DryRun));
        using var logs = Logs.Create(configuration, Services.Databases);
        await using var infra = await Infra.StartAsync(Infra.RoleFor(configuration), configuration, logs.CreateLogger("Zoetrope"), cancel);
        await using var app = Composition.Build(Services.Databases, configuration, logs);
        await using var scope = app.Services.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<CollectMedia>().RunAsync(dryRun, cancel);
        foreach (var key in found.Examples) await Console.Out.WriteLineAsync(key);
        if (found.Files > found.Examples.Count) await Console.Out.WriteLineAsync($"… and {found.Files - found.Examples.Count} more");
        await Console.Out.WriteLineAsync($"{(dryRun ? "Would remove" : "Removed")} {found.Files} files, {found.Bytes} bytes.");
        return 0;
    }
}

using System.CommandLine;
using Zoetrope.Platform;
using Zoetrope.Platform.Events;
using Zoetrope.Platform.Telemetry;

namespace Zoetrope.Host.Commands;

/// <summary>Fills a consumer's own copies anew from the present state of their owners, while everything runs.</summary>
internal static class Rebuild
{
    private static readonly Argument<string> Consumer = new("consumer") { Description = "interaction, notification, recommendation …" };

    public static Command Command()
    {
        var command = new Command("rebuild", "Rebuild what a service knows of the others") { Consumer };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var configuration = Configuration.Read([]);
        using var logs = Logs.Create(configuration, Services.Databases);
        await using var infra = await Infra.StartAsync(Infra.RoleFor(configuration), configuration, logs.CreateLogger("Zoetrope"), cancel);
        await using var app = Composition.Build(Services.Databases, configuration, logs);
        try
        {
            var events = await app.Services.GetRequiredService<IEventRebuild>().RebuildAsync(parsed.GetValue(Consumer)!, cancel);
            await Console.Out.WriteLineAsync($"Rebuilt {parsed.GetValue(Consumer)} from {events} events.");
            return 0;
        }
        catch (ArgumentException e)
        {
            throw new StartException(e.Message.Split(" (Parameter")[0], e);
        }
    }
}

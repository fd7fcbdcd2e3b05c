using System.CommandLine;
using Zoetrope.Platform.Telemetry;

namespace Zoetrope.Host.Commands;

/// <summary>Brings all databases up to date. An embedded database does this at each start; any other waits for this command.</summary>
internal static class Migrate
{
    public static Command Command()
    {
        var command = new Command("migrate", "Bring the databases up to date");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var configuration = Configuration.Read([]);
        using var logs = Logs.Create(configuration, Services.Databases);
        await using var infra = await Infra.StartAsync(Infra.RoleFor(configuration), configuration, logs.CreateLogger("Zoetrope"), cancel);
        await using var app = Composition.Build(Services.Databases, configuration, logs);
        var applied = await Migrations.RunAsync(app.Services, logs.CreateLogger("Zoetrope"), cancel);
        await Console.Out.WriteLineAsync(applied == 0 ? "All databases are up to date." : $"Done: {applied} steps.");
        return 0;
    }
}

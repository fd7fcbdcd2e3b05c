using System.CommandLine;
using Zoetrope.Host.Demo;
using Zoetrope.Platform;
using Zoetrope.Platform.Telemetry;

namespace Zoetrope.Host.Commands;

/// <summary>Fills an empty instance with demo people and clips, or takes them away; beside a running instance or without one.</summary>
internal static class Seed
{
    private static readonly Option<bool> Remove = new("--remove") { Description = "Take the demo people and their clips away" };
    private static readonly Option<int?> Clips = new("--clips") { Description = "Only the first of the clips, for a quick look", Hidden = true };
    private static readonly Option<bool> Beside = new("--beside") { Description = "Wait for an instance that is starting, rather than run its database", Hidden = true };

    public static Command Command()
    {
        var command = new Command("seed", "Fill an empty instance with demo content") { Remove, Clips, Beside };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var configuration = Configuration.Read([]);
        using var logs = Logs.Create(configuration, Role.Transcoder);
        var logger = logs.CreateLogger("Zoetrope");
        // The services run in this process too, beside those of a running instance: they are made to share their work.
        const Role roles = Services.Databases | Role.Transcoder;
        configuration["Management:Port"] = "0";
        configuration[Services.ToItself] = "true";
        await using var infra = await Infra.StartAsync(parsed.GetValue(Beside) ? Role.None : Infra.RoleFor(configuration), configuration, logger, cancel);
        await using var app = Composition.Build(roles, configuration, logs);
        if (configuration.GetValue<bool>("Database:IsEmbedded")) await Migrations.RunAsync(app.Services, logger, cancel);
        await app.StartAsync(cancel);
        try
        {
            var seeder = app.Services.GetRequiredService<DemoSeeder>();
            await Console.Out.WriteLineAsync(parsed.GetValue(Remove)
                ? $"{await seeder.RemoveAsync(cancel)} demo people and their clips are gone."
                : await seeder.FillAsync(cancel, parsed.GetValue(Clips)) ? "The demo content is in." : "There is content here already; nothing was added.");
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
        return 0;
    }
}

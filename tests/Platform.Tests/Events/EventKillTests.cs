using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace Zoetrope.Platform.Tests.Events;

/// <summary>Kills the process between every two durable steps, and at random moments: effects applied = changes committed.</summary>
public sealed class EventKillTests(PostgresFixture postgres, ITestOutputHelper output)
{
    /// <summary>More than a run gets through, so that there is work at the moment of the kill.</summary>
    private const int Endless = 100_000;

    [Theory]
    [InlineData("change.written")]
    [InlineData("change.committed")]
    [InlineData("relay.numbered")]
    [InlineData("relay.appended")]
    [InlineData("relay.forgotten")]
    [InlineData("consumer.read")]
    [InlineData("consumer.moved")]
    [InlineData("consumer.handled")]
    [InlineData("consumer.committed")]
    [InlineData("consumer.reported")]
    public async Task Killed_at_a_step_on_PostgreSQL(string step)
    {
        await using var home = await PostgresHome.CreateAsync(postgres);
        await KillAtAsync(home, step);
    }

    [Theory]
    [InlineData("relay.numbered")]
    [InlineData("kafka.sent")]
    [InlineData("relay.appended")]
    [InlineData("relay.forgotten")]
    [InlineData("consumer.moved")]
    [InlineData("consumer.handled")]
    [InlineData("consumer.committed")]
    [InlineData("consumer.reported")]
    public async Task Killed_at_a_step_on_Kafka(string step)
    {
        await using var home = new KafkaHome();
        await KillAtAsync(home, step);
    }

    [Fact]
    public async Task Killed_at_random_moments_on_PostgreSQL()
    {
        await using var home = await PostgresHome.CreateAsync(postgres);
        await KillAtRandomAsync(home);
    }

    [Fact]
    public async Task Killed_at_random_moments_on_Kafka()
    {
        await using var home = new KafkaHome();
        await KillAtRandomAsync(home);
    }

    private async Task KillAtAsync(ILogHome home, string step)
    {
        await using var world = await EventWorld.CreateAsync(postgres, home.Settings);
        // The third time, so that there is something on both sides of the moment.
        var (code, error) = await RunAsync(world, Endless, failPoints: $"{step}=kill@3");
        error.ShouldContain($"fail-point {step}: kill");
        code.ShouldBe(128 + 9);

        await FinishAsync(world);
    }

    private async Task KillAtRandomAsync(ILogHome home)
    {
        var seed = Environment.GetEnvironmentVariable("ZOETROPE_SEED") is { Length: > 0 } given ? int.Parse(given) : Random.Shared.Next();
        output.WriteLine($"ZOETROPE_SEED={seed}");
        TestContext.Current.SendDiagnosticMessage($"kill moments: ZOETROPE_SEED={seed}");
        var random = new Random(seed);
        var kills = TestRun.IsFull ? 20 : 3;
        await using var world = await EventWorld.CreateAsync(postgres, home.Settings);
        for (var kill = 1; kill <= kills; kill++)
        {
            var (code, error) = await RunAsync(world, Endless, after: TimeSpan.FromMilliseconds(random.Next(0, 1500)));
            code.ShouldBe(128 + 9, error);
        }
        output.WriteLine($"{kills} kills, {await FinishAsync(world)} changes");
    }

    /// <summary>A last run that nobody kills does a few changes more and hears all; returns how many there were.</summary>
    private static async Task<long> FinishAsync(EventWorld world)
    {
        long changed;
        await using (var db = world.Speaker.Open()) changed = await db.Changes.SumAsync(c => c.Version);
        var (code, error) = await RunAsync(world, (int)changed + 10);
        code.ShouldBe(0, error);
        await world.ShouldHaveHeardEverythingOnceAsync();
        return changed + 10;
    }

    private static async Task<(int Code, string Error)> RunAsync(EventWorld world, int changes, string? failPoints = null, TimeSpan? after = null)
    {
        // Started through the dotnet host, the program is its first argument.
        string[] self = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(KilledChild).Assembly.Location] : [];
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. self, KilledChild.Argument, $"{changes}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in world.Settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["ZOETROPE_FAILPOINTS"] = failPoints ?? "";
        using var child = Process.Start(start)!;
        try
        {
            var error = child.StandardError.ReadToEndAsync();
            (await child.StandardOutput.ReadLineAsync()).ShouldBe("running");
            var rest = child.StandardOutput.ReadToEndAsync();
            if (after is { } moment)
            {
                await Task.Delay(moment);
                child.Kill();
            }
            await child.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(180));
            return (child.ExitCode, await error + await rest);
        }
        finally
        {
            if (!child.HasExited) child.Kill();
        }
    }
}

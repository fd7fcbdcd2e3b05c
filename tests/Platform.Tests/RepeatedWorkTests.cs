using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;
using Zoetrope.Testing;

namespace Zoetrope.Platform.Tests;

public sealed class RepeatedWorkTests
{
    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(TaskCanceledException))]
    public async Task A_round_that_fails_is_followed_by_the_next_and_stops_nothing(Type failure)
    {
        var rounds = 0;
        using var host = new HostBuilder().ConfigureServices(services => services.AddSingleton(TimeProvider.System).AddSingleton(new object())
            .AddRepeated<object>(TimeSpan.FromMilliseconds(1), "The work failed", (_, _) => Interlocked.Increment(ref rounds) < 3 ? throw (Exception)Activator.CreateInstance(failure)! : Task.CompletedTask)).Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Waiting.Eventually(() => Task.FromResult(Volatile.Read(ref rounds)), until: count => count > 3);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested.ShouldBeFalse();
        await host.StopAsync(TestContext.Current.CancellationToken);
    }
}

using Microsoft.EntityFrameworkCore;
using Zoetrope.Platform.Data;

namespace Zoetrope.Host;

/// <summary>Brings the databases of this process up to date; Entity Framework takes a lock, so two processes do not do it at once.</summary>
internal static partial class Migrations
{
    public static async Task<int> RunAsync(IServiceProvider services, ILogger logger, CancellationToken cancel)
    {
        var applied = 0;
        foreach (var database in services.GetServices<MigratedDatabase>())
        {
            await using var scope = services.CreateAsyncScope();
            var db = (DbContext)scope.ServiceProvider.GetRequiredService(database.Context);
            var pending = (await db.Database.GetPendingMigrationsAsync(cancel)).Count();
            if (pending == 0) continue;
            Updating(logger, database.Name, pending);
            await db.Database.MigrateAsync(cancel);
            applied += pending;
        }
        return applied;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Updating the database {Database} by {Count} steps")]
    private static partial void Updating(ILogger logger, string database, int count);
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Zoetrope.Platform.Data;

namespace Zoetrope.Host;

/// <summary>Brings the databases of this process up to date; under a lock, so two processes do not do it at once.</summary>
internal static partial class Migrations
{
    public static async Task<int> RunAsync(IServiceProvider services, ILogger logger, CancellationToken cancel)
    {
        // All at once: each has a database of its own, and most of the time goes into building its model.
        var applied = await Task.WhenAll(services.GetServices<MigratedDatabase>().Select(database => Task.Run(async () =>
        {
            await using var scope = services.CreateAsyncScope();
            var db = (DbContext)scope.ServiceProvider.GetRequiredService(database.Context);
            return await UpdateAsync(database.Name, db.Database, logger, cancel);
        }, cancel)));
        return applied.Sum();
    }

    private static async Task<int> UpdateAsync(string name, DatabaseFacade database, ILogger logger, CancellationToken cancel)
    {
        var creator = database.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancel)) await creator.CreateAsync(cancel);
        await database.OpenConnectionAsync(cancel);
        // Held by the connection: a process that dies in the middle does not keep the others out.
        await database.ExecuteSqlRawAsync("select pg_advisory_lock(hashtext('zoetrope migrate'))", cancel);
        var pending = (await database.GetPendingMigrationsAsync(cancel)).Count();
        if (pending > 0)
        {
            Updating(logger, name);
            await database.MigrateAsync(cancel);
        }
        await database.ExecuteSqlRawAsync("select pg_advisory_unlock(hashtext('zoetrope migrate'))", cancel);
        return pending;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Bringing the database {Database} up to date")]
    private static partial void Updating(ILogger logger, string database);
}

using Microsoft.EntityFrameworkCore;

namespace Zoetrope.Platform.Data;

/// <summary>
/// The database of one service. Adds the tables that every service's database has: the outbox, and a consumer's
/// positions. Snake case, UUIDv7 keys, <c>timestamptz</c>; reads are projections without tracking.
/// </summary>
public abstract class ServiceDatabase(DbContextOptions options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Events.EventTables.Configure(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(GetType().Assembly);
    }
}

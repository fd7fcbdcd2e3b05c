using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Zoetrope.Platform.Data;

namespace Zoetrope.Notification.Data;

/// <summary>
/// Inboxes, preferences, and own copies of what decides who may know what. An inbox item is made of parts, one for each act of somebody;
/// what it says follows from its parts and the own copies alone, so that the order in which events come makes no difference.
/// </summary>
internal sealed class NotificationDb(DbContextOptions<NotificationDb> options) : ServiceDatabase(options)
{
    public const string Arrivals = "arrivals";

    public DbSet<ItemRow> Items => Set<ItemRow>();
    public DbSet<PreferenceRow> Preferences => Set<PreferenceRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.HasSequence<long>(Arrivals);
    }
}

/// <summary>Lets <c>dotnet ef migrations add</c> build the model without a host.</summary>
internal sealed class NotificationDbFactory : IDesignTimeDbContextFactory<NotificationDb>
{
    public NotificationDb CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<NotificationDb>().UseNpgsql("Host=localhost;Database=notification").UseSnakeCaseNamingConvention().Options);
}

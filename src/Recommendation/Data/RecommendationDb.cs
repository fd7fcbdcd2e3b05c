using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Zoetrope.Platform.Data;

namespace Zoetrope.Recommendation.Data;

/// <summary>Own copies of videos and people, what viewers watched and liked, their preferences, and impressions by day.</summary>
internal sealed class RecommendationDb(DbContextOptions<RecommendationDb> options) : ServiceDatabase(options)
{
    public DbSet<KnownVideo> Videos => Set<KnownVideo>();
    public DbSet<KnownAccount> Accounts => Set<KnownAccount>();
    public DbSet<Follow> Follows => Set<Follow>();
    public DbSet<Distance> Distances => Set<Distance>();
    public DbSet<Reaction> Reactions => Set<Reaction>();
    public DbSet<Preference> Preferences => Set<Preference>();
    public DbSet<JoinedDevice> JoinedDevices => Set<JoinedDevice>();
    public DbSet<NotInterested> NotInterested => Set<NotInterested>();
}

/// <summary>For <c>dotnet ef</c> alone.</summary>
internal sealed class RecommendationDbDesign : IDesignTimeDbContextFactory<RecommendationDb>
{
    public RecommendationDb CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<RecommendationDb>().UseNpgsql("Host=localhost").UseSnakeCaseNamingConvention().Options);
}

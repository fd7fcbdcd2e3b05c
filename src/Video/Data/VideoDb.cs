using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Zoetrope.Platform.Data;

namespace Zoetrope.Video.Data;

/// <summary>The Video service's database: uploads, what is made of them, what people say about them, and how they are found.</summary>
internal sealed class VideoDb(DbContextOptions<VideoDb> options) : ServiceDatabase(options)
{
    public DbSet<UploadRow> Uploads => Set<UploadRow>();
    public DbSet<TranscodeJob> TranscodeJobs => Set<TranscodeJob>();
    public DbSet<VideoRow> Videos => Set<VideoRow>();
    public DbSet<TagRow> Tags => Set<TagRow>();
    public DbSet<VideoTag> VideoTags => Set<VideoTag>();
    public DbSet<KnownAccount> KnownAccounts => Set<KnownAccount>();
    public DbSet<VideoCount> VideoCounts => Set<VideoCount>();
    public DbSet<IdempotencyKey> IdempotencyKeys => Set<IdempotencyKey>();
}

/// <summary>For <c>dotnet ef</c> only; the address is never connected to.</summary>
internal sealed class VideoDbDesign : IDesignTimeDbContextFactory<VideoDb>
{
    public VideoDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<VideoDb>()
        .UseNpgsql("Host=localhost;Database=video").UseSnakeCaseNamingConvention().Options);
}

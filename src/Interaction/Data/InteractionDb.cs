using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Zoetrope.Platform.Data;

namespace Zoetrope.Interaction.Data;

/// <summary>
/// Everything people do to videos and to each other, as raw rows, and the counts made of them. Toggles (likes, saves, follows,
/// blocks, mutes) are never deleted when taken back: the row stays as a tombstone that holds the version and the last tap's number,
/// so that a late retry or a late event cannot bring back an older state.
/// </summary>
internal sealed class InteractionDb(DbContextOptions<InteractionDb> options) : ServiceDatabase(options)
{
    public DbSet<FollowRow> Follows => Set<FollowRow>();
    public DbSet<BlockRow> Blocks => Set<BlockRow>();
    public DbSet<MuteRow> Mutes => Set<MuteRow>();
    public DbSet<LikeRow> Likes => Set<LikeRow>();
    public DbSet<SaveRow> Saves => Set<SaveRow>();
    public DbSet<CommentRow> Comments => Set<CommentRow>();
    public DbSet<CommentLikeRow> CommentLikes => Set<CommentLikeRow>();
    public DbSet<ShareRow> Shares => Set<ShareRow>();
    public DbSet<HistoryRow> History => Set<HistoryRow>();
    public DbSet<ReportRow> Reports => Set<ReportRow>();
    public DbSet<KnownVideo> KnownVideos => Set<KnownVideo>();
    public DbSet<KnownAccount> KnownAccounts => Set<KnownAccount>();
}

/// <summary>Lets <c>dotnet ef migrations add</c> build the model without a host.</summary>
internal sealed class InteractionDbFactory : IDesignTimeDbContextFactory<InteractionDb>
{
    public InteractionDb CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<InteractionDb>().UseNpgsql("Host=localhost;Database=interaction").UseSnakeCaseNamingConvention().Options);
}

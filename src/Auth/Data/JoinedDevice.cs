using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Zoetrope.Auth.Data;

/// <summary>The device on which somebody signed up. Its past is theirs alone: whoever signs up there later gets nothing of it.</summary>
internal sealed class JoinedDevice
{
    public required string DeviceId { get; init; }
    public required Guid UserId { get; init; }
}

internal sealed class JoinedDeviceConfiguration : IEntityTypeConfiguration<JoinedDevice>
{
    public void Configure(EntityTypeBuilder<JoinedDevice> e)
    {
        e.ToTable("joined_devices").HasKey(x => x.DeviceId);
        e.HasIndex(x => x.UserId).IsUnique();
        e.HasOne<User>().WithMany().HasForeignKey(x => x.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal static class JoinDevice
{
    private const int LongestDevice = 100;

    /// <summary>The key decides: of two accounts on one device the first has it.</summary>
    public static Task JoinDeviceAsync(this AuthDb db, string device, Guid user, CancellationToken cancel)
        => device.Length is 0 or > LongestDevice || device.Contains('\0', StringComparison.Ordinal) ? Task.CompletedTask
            : db.Database.ExecuteSqlAsync($"insert into joined_devices (device_id, user_id) values ({device}, {user}) on conflict do nothing", cancel);

    public static Task<string?> DeviceOfAsync(this AuthDb db, Guid user, CancellationToken cancel)
        => db.JoinedDevices.Where(d => d.UserId == user).Select(d => d.DeviceId).SingleOrDefaultAsync(cancel);
}

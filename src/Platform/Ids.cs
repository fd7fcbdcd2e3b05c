namespace Zoetrope.Platform;

/// <summary>Keys: UUIDv7, which sort by time of creation and so keep B-tree inserts at the right edge.</summary>
public static class Ids
{
    /// <summary>A new key for this moment of <paramref name="time"/>.</summary>
    public static Guid New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow());
}

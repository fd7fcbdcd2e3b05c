namespace Zoetrope.Interaction.Data;

/// <summary>
/// Versions of rows that events carry: the change's time in microseconds, and always above the row's last one, whatever the
/// clocks of several processes say. Chosen before the statement, because the event's bytes hold it; the statement refuses one
/// that is not above the row's, and the caller tries again with <paramref name="after"/>.
/// </summary>
internal static class Versions
{
    public static long Next(TimeProvider time, long after = 0)
        => Math.Max((time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, after + 1);
}

namespace Zoetrope.Gateway.Cards;

/// <summary>Unix milliseconds of the contracts as the ISO 8601 UTC times of the public API.</summary>
internal static class Times
{
    // DateTime, not DateTimeOffset: System.Text.Json then writes the short "Z".
    public static DateTime At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime;

    public static DateTime? AtOrNull(long ms) => ms == 0 ? null : At(ms);

    public static long Ms(DateTime time) => new DateTimeOffset(time.ToUniversalTime()).ToUnixTimeMilliseconds();
}

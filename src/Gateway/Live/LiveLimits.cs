namespace Zoetrope.Gateway.Live;

/// <summary>Section <c>Live</c>: what this gateway grants to open screens. <c>Limits:Multiplier</c> scales each. An address may be that of a whole school.</summary>
internal sealed record LiveLimits(int PerAddress, int PerAccount, int Calls)
{
    public static LiveLimits Read(IConfiguration configuration)
    {
        var multiplier = configuration.GetValue("Limits:Multiplier", 1.0);
        return new LiveLimits(Scaled("PerAddress", 2000), Scaled("PerAccount", 100), Scaled("CallsPerMinute", 240));

        int Scaled(string key, int usual) => (int)Math.Clamp(configuration.GetValue($"Live:{key}", usual) * multiplier, 1, 100_000_000);
    }
}

/// <summary>What one connection may still call in this minute. Kept in memory: its calls all come to this gateway, one after another.</summary>
internal sealed class CallBudget(int most, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private long _since = time.GetTimestamp();
    private int _made;

    public bool TrySpend()
    {
        if (time.GetElapsedTime(_since) >= Minute) (_since, _made) = (time.GetTimestamp(), 0);
        return _made++ < most;
    }
}

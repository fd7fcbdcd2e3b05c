using Xunit;

namespace Zoetrope.Testing;

/// <summary>How much is asked of this run.</summary>
public static class TestRun
{
    /// <summary><c>./test full</c>: every clip, every seed, both shapes.</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable("ZOETROPE_TEST") == "full";

    /// <summary>Skips a test that only <c>./test full</c> has time for.</summary>
    public static void OnlyInFull() => Assert.SkipUnless(IsFull, "Runs with ./test full.");
}

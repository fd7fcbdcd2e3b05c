namespace Zoetrope.Platform.Tests;

public sealed class FailPointsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unarmed_place_does_nothing()
    {
        await FailPoints.HitAsync("test.unarmed", Cancel);
        FailPoints.Hits("test.unarmed").ShouldBe(0);
    }

    [Fact]
    public async Task An_armed_place_throws_at_the_hit_it_was_armed_for()
    {
        FailPoints.Arm("test.throws=throw@2");
        await FailPoints.HitAsync("test.throws", Cancel);
        (await Should.ThrowAsync<FailPointException>(() => FailPoints.HitAsync("test.throws", Cancel).AsTask())).Message.ShouldBe("fail-point test.throws");
        await FailPoints.HitAsync("test.throws", Cancel);
        FailPoints.Hits("test.throws").ShouldBe(3);
        FailPoints.Disarm("test.throws");
    }

    [Fact]
    public async Task An_armed_place_hangs_until_cancelled()
    {
        FailPoints.Arm("test.hangs=hang");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var hanging = FailPoints.HitAsync("test.hangs", stop.Token).AsTask();
        hanging.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => hanging);
        FailPoints.Disarm("test.hangs");
    }

    [Theory]
    [InlineData("name")]
    [InlineData("name=explode")]
    [InlineData("name=kill@0")]
    public void What_is_not_of_the_form_is_refused(string text) => Should.Throw<FormatException>(() => FailPoints.Arm(text));
}

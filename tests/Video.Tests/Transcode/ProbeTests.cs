using System.Diagnostics;
using Shouldly;
using Xunit;
using Zoetrope.Video.Transcode;

namespace Zoetrope.Video.Tests.Transcode;

public sealed class ProbeTests
{
    public static TheoryData<string> Rejects => Clips.Names("reject");

    public static TheoryData<string> Accepts => Clips.Names("accept");

    public static TheoryData<string> Eithers => Clips.Names("either");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Rejects))]
    public async Task What_must_be_refused_is_refused_for_its_reason_within_ten_seconds(string name)
    {
        var clip = Clips.Get(name);
        var watch = Stopwatch.StartNew();
        var refusal = (await LookAsync(clip.Path)).Refusal.ShouldNotBeNull();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        refusal.Text.ShouldEndWith(".");
        if (clip.Expected == "reject:limit")
            refusal.Code.ShouldBeOneOf("too_large", "too_long");
        else
            refusal.Code.ShouldBe(clip.Expected["reject:".Length..]);
    }

    [Theory, MemberData(nameof(Accepts))]
    public async Task What_must_be_accepted_is_accepted(string name)
    {
        var clip = Clips.Get(name);
        var probed = await LookAsync(clip.Path);
        probed.Refusal.ShouldBeNull();
        probed.Clip!.Duration.ShouldBeInRange(0.03, 45);
    }

    [Theory, MemberData(nameof(Eithers))]
    public async Task What_may_be_either_ends_in_one_of_them(string name)
    {
        var probed = await LookAsync(Clips.Get(name).Path);
        (probed.Clip is null).ShouldNotBe(probed.Refusal is null);
    }

    [Theory]
    [InlineData("media__sample_rotate_and_reflect.mp4", 720, 1080, 1.067, 30000, 1001)]
    [InlineData("mediabunny__sar_2x1.mp4", 1280, 360, 5, 30, 1)]
    [InlineData("media__sample.mkv", 1080, 720, 1.07, 30, 1)]
    [InlineData("media__bbb_800x640_768kbps_30fps_avc_2b_firstpts_10_sec.mp4", 1137, 640, 4, 30, 1)]
    [InlineData("media__sample_fragmented_unsupported_brands.mp4", 1080, 720, 1.07, 30000, 1001)]
    [InlineData("media__sample_with_htc_rotation_track_name.mkv", 720, 1080, 1.07, 30, 1)]
    [InlineData("media__internal_emulator_transformer_output_180_rotated.mp4", 1280, 720, 4.972, 30000, 1001)]
    [InlineData("photoprism__earth.avi", 480, 270, 30.6, 30, 1)]
    [InlineData("media__sample_12_5fps_720p_1s.mp4", 1280, 720, 1.04, 25, 2)]
    public async Task A_clip_is_measured_not_believed(string name, int width, int height, double seconds, int rate, int per)
    {
        var clip = (await LookAsync(Clips.Get(name).Path)).Clip.ShouldNotBeNull();
        (clip.Width, clip.Height).ShouldBe((width, height));
        clip.Duration.ShouldBe(seconds, 0.1);
        clip.FrameRate.ShouldBe(new FrameRate(rate, per));
    }

    [Theory]
    [InlineData("media__hlg10-color-test.mp4", nameof(DynamicRange.HybridLogGamma))]
    [InlineData("media__hdr10-video-with-sdr-container.mp4", nameof(DynamicRange.PerceptualQuantiser))]
    [InlineData("media__sample.mp4", nameof(DynamicRange.Standard))]
    public async Task High_dynamic_range_is_found_in_the_bitstream(string name, string range) =>
        (await LookAsync(Clips.Get(name).Path)).Clip!.Range.ToString().ShouldBe(range);

    private static async Task<Probed> LookAsync(string path)
    {
        using var folder = Pipeline.Work(path);
        return await Pipeline.Probe.LookAsync(folder, Cancel);
    }
}

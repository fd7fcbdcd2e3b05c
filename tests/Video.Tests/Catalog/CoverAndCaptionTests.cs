using System.Text;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using SkiaSharp;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Video.Catalog;
using Contract = Zoetrope.Contracts.Video.V1.Video;

namespace Zoetrope.Video.Tests.Catalog;

/// <summary>What authors add to a clip: a cover of their own, captions.</summary>
public sealed class CoverAndCaptionTests(PostgresFixture postgres)
{
    private const string Words = "WEBVTT\n\n00:00.000 --> 00:02.000\nHello there\n";

    [Fact]
    public async Task A_cover_of_ones_own_replaces_the_frame_and_goes_again()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var video = await app.PublishAsync(ana);
        var frame = video.Playback.Poster.Images.Single().Url;

        var covered = await SetCoverAsync(app, ana, video.Id, Picture(1600, 900));
        covered.Playback.Poster.Images.Select(image => image.Type).ShouldBe(["image/webp", "image/webp", "image/jpeg"]);
        foreach (var image in covered.Playback.Poster.Images) (await app.IsServedAsync(image.Url)).ShouldBeTrue(image.Url);
        (await app.IsServedAsync(covered.Playback.OgUrl)).ShouldBeTrue();
        covered.Playback.Poster.Color.ShouldNotBe(video.Playback.Poster.Color);
        (await app.SaidAsync()).Last(e => e.VideoChanged is not null).VideoChanged.Video.PosterUrl.ShouldBe(covered.Playback.Poster.Images[0].Url);

        var again = await SetCoverAsync(app, ana, video.Id, Picture(900, 900));
        (await app.IsServedAsync(covered.Playback.OgUrl)).ShouldBeFalse();
        var without = await SetCoverAsync(app, ana, video.Id, []);
        without.Playback.Poster.Images.Single().Url.ShouldBe(frame);
        (await app.IsServedAsync(again.Playback.OgUrl)).ShouldBeFalse();
    }

    [Fact]
    public void A_cover_is_upright_small_and_without_a_trace_of_its_file()
    {
        var bytes = Picture(1600, 900);
        var cover = CoverImage.Encode(bytes, 540, 960, "c/");
        cover.Files.Single(file => file.Name == "c/poster-small.webp").Bytes.Length.ShouldBeLessThanOrEqualTo(10 * 1024);
        cover.Files.Single(file => file.Name == "c/og.jpg").Bytes.Length.ShouldBeLessThanOrEqualTo(300 * 1024);
        using var poster = SKBitmap.Decode(cover.Files.Single(file => file.Name == "c/poster.jpg").Bytes);
        ((double)poster.Height / poster.Width).ShouldBe(960 / 540.0, 0.01);
        using var card = SKBitmap.Decode(cover.Files.Single(file => file.Name == "c/og.jpg").Bytes);
        (card.Width, card.Height).ShouldBe((1200, 630));
        Convert.FromBase64String(cover.Cover.Poster.Thumbhash).Length.ShouldBeInRange(15, 30);

        // A phone's picture: stored lying, EXIF says it stands. Red is on the left as stored, and on top as seen.
        var turned = CoverImage.Encode(WithOrientation(bytes, 6), 0, 0, "c/");
        using var upright = SKBitmap.Decode(turned.Files.Single(file => file.Name == "c/poster.jpg").Bytes);
        upright.Height.ShouldBeGreaterThan(upright.Width);
        upright.GetPixel(upright.Width / 2, 10).Red.ShouldBeGreaterThan((byte)200);
        upright.GetPixel(upright.Width / 2, upright.Height - 10).Blue.ShouldBeGreaterThan((byte)200);
        foreach (var (_, file) in turned.Files) Encoding.Latin1.GetString(file).ShouldNotContain("Exif");
    }

    [Fact]
    public async Task What_is_no_picture_is_refused()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var video = await app.PublishAsync(ana);
        (await app.Catalog(ana).SetCoverAsync(new SetCoverRequest { Id = video.Id, Image = ByteString.CopyFromUtf8("<svg onload=alert(1)>") }).RefusedAsync()).ShouldBe((415, "unsupported_image"));
        (await app.Catalog(ana).SetCoverAsync(new SetCoverRequest { Id = video.Id, Image = ByteString.CopyFrom(Picture(300, 300)[..200]) }).RefusedAsync()).Status.ShouldBeInRange(415, 422);
        (await app.Catalog(ben).SetCoverAsync(new SetCoverRequest { Id = video.Id, Image = ByteString.CopyFrom(Picture(300, 300)) }).RefusedAsync()).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Captions_are_listed_by_language_and_go_with_the_clip_when_it_turns_private()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var video = await app.PublishAsync(ana);
        await SetCaptionAsync(app, ana, video.Id, "PT-br", Words);
        var captioned = await SetCaptionAsync(app, ana, video.Id, "de", Words, "Für Gehörlose");
        captioned.Captions.Select(track => (track.Locale, track.Label)).ShouldBe([("de", "Für Gehörlose"), ("pt-BR", Locales.NameOf("pt-BR"))]);
        var open = captioned.Captions[0].Url;
        (await app.IsServedAsync(open)).ShouldBeTrue();

        var hidden = (await app.Catalog(ana).UpdateVideoAsync(new UpdateVideoRequest { Id = video.Id, Audience = "private" })).Video;
        (await app.IsServedAsync(open)).ShouldBeFalse();
        hidden.Captions[0].Url.ShouldStartWith("/media/s/");
        (await app.IsServedAsync(hidden.Captions[0].Url)).ShouldBeTrue();

        var removed = await SetCaptionAsync(app, ana, video.Id, "de", "");
        removed.Captions.Select(track => track.Locale).ShouldBe(["pt-BR"]);
        (await app.IsServedAsync(hidden.Captions[0].Url)).ShouldBeFalse();
        await app.Catalog(ana).DeleteVideoAsync(new DeleteVideoRequest { Id = video.Id });
        Directory.EnumerateFiles(app.MediaFolder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_label_of_captions_comes_back_as_it_was_written_or_is_refused()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var video = await app.PublishAsync(ana);
        var kept = 0;
        foreach (var text in NaughtyTexts.Read().Where((_, i) => i % 10 == 3))
        {
            try
            {
                await SetCaptionAsync(app, ana, video.Id, "de", Words, text);
            }
            catch (Grpc.Core.RpcException refused) when (Platform.Rpc.Fault.Of(refused) is { HttpStatus: 422 } fault)
            {
                fault.Fields.Single().Field.ShouldBe("label");
                continue;
            }
            var track = (await app.Catalog(ana).GetVideoAsync(new GetVideoRequest { Id = video.Id })).Video.Captions.Single();
            track.Label.ShouldBe(text.Normalize(NormalizationForm.FormC) is { Length: > 0 } label ? label : Locales.NameOf("de"));
            kept++;
        }
        kept.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task A_cover_may_come_before_the_last_byte()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.BeginAsync(ana, 100);
        var video = (await app.Catalog(ana).CreateVideoAsync(new CreateVideoRequest { UploadId = upload.Id, Title = "Soon" })).Video;
        await SetCoverAsync(app, ana, video.Id, Picture(400, 600));
        await app.AppendAsync(ana, upload.Id, 0, new byte[100]);
        await app.EncodeAsync(upload.Id);

        var ready = (await app.Catalog(ana).GetVideoAsync(new GetVideoRequest { Id = video.Id })).Video;
        ready.Playback.Poster.Images.Count.ShouldBe(3);
        ready.Playback.Poster.Images[0].Url.ShouldNotStartWith("/media/s/");
        (await app.IsServedAsync(ready.Playback.Poster.Images[0].Url)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("", "de", 1, "")]
    [InlineData("WEBVTT\n\nno timing at all\n", "de", 422, "invalid_captions")]
    [InlineData("WEBVTT\n\n00:02.000 --> 00:01.000\nbackwards\n", "de", 422, "invalid_captions")]
    [InlineData("1\n00:00:01,000 --> 00:00:02,000\nSubRip\n", "de", 422, "invalid_captions")]
    [InlineData(Words, "../../x", 422, "locale:unknown_language")]
    [InlineData(Words, "", 422, "locale:unknown_language")]
    public async Task Captions_that_cannot_be_read_are_refused(string text, string locale, int status, string code)
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var video = await app.PublishAsync(ana);
        if (status == 1) (await SetCaptionAsync(app, ana, video.Id, locale, text)).Captions.ShouldBeEmpty();
        else (await app.Catalog(ana).SetCaptionAsync(new SetCaptionRequest { Id = video.Id, Locale = locale, Text = ByteString.CopyFromUtf8(text) }).RefusedAsync()).ShouldBe((status, code));
    }

    private static async Task<Contract> SetCoverAsync(VideoApp app, Guid author, string video, byte[] image)
        => (await app.Catalog(author).SetCoverAsync(new SetCoverRequest { Id = video, Image = ByteString.CopyFrom(image) }, deadline: app.Time.GetUtcNow().UtcDateTime.AddSeconds(60))).Video;

    private static async Task<Contract> SetCaptionAsync(VideoApp app, Guid author, string video, string locale, string text, string label = "")
        => (await app.Catalog(author).SetCaptionAsync(new SetCaptionRequest { Id = video, Locale = locale, Text = ByteString.CopyFromUtf8(text), Label = label })).Video;

    /// <summary>Red on the left, blue on the right.</summary>
    private static byte[] Picture(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        using var red = new SKPaint { Color = SKColors.Red };
        canvas.Clear(SKColors.Blue);
        canvas.DrawRect(0, 0, width / 2f, height, red);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }

    private static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }
}

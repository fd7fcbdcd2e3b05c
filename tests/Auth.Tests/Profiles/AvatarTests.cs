using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using SkiaSharp;
using Zoetrope.Contracts.Auth.V1;
using Zoetrope.Contracts.Events.V1;

namespace Zoetrope.Auth.Tests.Profiles;

public sealed class AvatarTests(PostgresFixture postgres)
{
    [Fact]
    public async Task An_avatar_becomes_two_squares_at_a_public_address_and_its_metadata_stay_behind()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync();
        var picture = Pictures.WithExif(Pictures.Jpeg(900, 600), 1, "Taken by Somebody at Home");

        var card = (await app.Accounts(ana.Viewer).SetAvatarAsync(new SetAvatarRequest { Image = ByteString.CopyFrom(picture) })).Account.Card;

        card.AvatarUrl.ShouldMatch($"^/media/avatars/{ana.Id}/[0-9a-f]{{32}}/320.webp$");
        foreach (var size in new[] { 96, 320 })
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(app.MediaFolder, card.AvatarUrl.Replace("/media/", "public/").Replace("320", $"{size}")));
            using var codec = SKCodec.Create(new MemoryStream(bytes));
            (codec.EncodedFormat, codec.Info.Width, codec.Info.Height).ShouldBe((SKEncodedImageFormat.Webp, size, size));
            System.Text.Encoding.Latin1.GetString(bytes).ShouldNotContain("Somebody");
        }
        (await app.SaidAsync(Event.PayloadOneofCase.ProfileChanged)).ShouldHaveSingleItem().ProfileChanged.Account.AvatarUrl.ShouldBe(card.AvatarUrl);
    }

    [Theory]
    [InlineData(1, Pictures.Corner.TopLeft, Pictures.Corner.TopRight)]
    [InlineData(2, Pictures.Corner.TopRight, Pictures.Corner.TopLeft)]
    [InlineData(3, Pictures.Corner.BottomRight, Pictures.Corner.BottomLeft)]
    [InlineData(4, Pictures.Corner.BottomLeft, Pictures.Corner.BottomRight)]
    [InlineData(5, Pictures.Corner.TopLeft, Pictures.Corner.BottomLeft)]
    [InlineData(6, Pictures.Corner.BottomLeft, Pictures.Corner.TopLeft)]
    [InlineData(7, Pictures.Corner.BottomRight, Pictures.Corner.TopRight)]
    [InlineData(8, Pictures.Corner.TopRight, Pictures.Corner.BottomRight)]
    public void A_picture_stands_upright_however_the_camera_was_held(int orientation, object topLeft, object topRight)
    {
        var stored = Pictures.Encode(640, 480, SKEncodedImageFormat.Jpeg, red: (Pictures.Corner)topLeft, green: (Pictures.Corner)topRight);

        var square = Auth.Profiles.SquarePicture.Avatar.Encode(Pictures.WithExif(stored, orientation, "x"))[320];

        using var bitmap = SKBitmap.Decode(square);
        IsNear(bitmap.GetPixel(60, 60), SKColors.Red).ShouldBeTrue("red belongs to the upper left");
        IsNear(bitmap.GetPixel(260, 60), SKColors.Lime).ShouldBeTrue("green belongs to the upper right");
        IsNear(bitmap.GetPixel(60, 260), SKColors.White).ShouldBeTrue();
        IsNear(bitmap.GetPixel(260, 260), SKColors.White).ShouldBeTrue();
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    public void Tall_wide_and_tiny_pictures_of_every_kind_become_squares(SKEncodedImageFormat format)
    {
        foreach (var (width, height) in new[] { (1, 1), (3000, 20), (20, 3000), (640, 640) })
        {
            using var bitmap = SKBitmap.Decode(Auth.Profiles.SquarePicture.Avatar.Encode(Pictures.Encode(width, height, format))[96]);
            (bitmap.Width, bitmap.Height).ShouldBe((96, 96));
        }
    }

    [Fact]
    public async Task A_new_avatar_replaces_the_files_of_the_old_one_and_none_removes_them()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync();
        var image = new SetAvatarRequest { Image = ByteString.CopyFrom(Pictures.Jpeg(300, 300)) };
        var first = (await app.Accounts(ana.Viewer).SetAvatarAsync(image)).Account.Card.AvatarUrl;

        var second = (await app.Accounts(ana.Viewer).SetAvatarAsync(image)).Account.Card.AvatarUrl;

        second.ShouldNotBe(first);
        Files(app).Count.ShouldBe(2);
        (await app.Accounts(ana.Viewer).SetAvatarAsync(new SetAvatarRequest())).Account.Card.AvatarUrl.ShouldBeEmpty();
        Files(app).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_picture_of_an_account_that_is_gone_leaves_no_files()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync();
        await using (var db = app.Open()) await db.Users.ExecuteUpdateAsync(s => s.SetProperty(u => u.DeletedAt, app.Time.GetUtcNow()));

        (await app.Accounts(ana.Viewer).SetAvatarAsync(new SetAvatarRequest { Image = ByteString.CopyFrom(Pictures.Jpeg(300, 300)) }).RefusalAsync()).ShouldBe((404, "not_found"));

        Files(app).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_no_picture_or_a_broken_or_a_huge_one_is_refused_with_words()
    {
        await using var app = await AuthApp.StartAsync(postgres);
        var ana = await app.SignUpAsync();
        var jpeg = Pictures.Jpeg(800, 800);
        // A PNG header that claims 60,000 × 60,000 pixels: nothing may be allocated for it.
        var bomb = Pictures.Encode(10, 10, SKEncodedImageFormat.Png);
        bomb[16] = bomb[20] = 0;
        (bomb[18], bomb[19], bomb[22], bomb[23]) = (0xEA, 0x60, 0xEA, 0x60);
        var crc = Crc32(bomb.AsSpan(12, 17));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(29), crc);

        (await Refusal("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray())).ShouldBe((415, "unsupported_image"));
        (await Refusal(jpeg[..(jpeg.Length / 2)])).ShouldBe((422, "broken_image"));
        (await Refusal(bomb)).ShouldBe((413, "image_too_large"));
        Files(app).ShouldBeEmpty();

        Task<(int, string)> Refusal(byte[] bytes) => app.Accounts(ana.Viewer).SetAvatarAsync(new SetAvatarRequest { Image = ByteString.CopyFrom(bytes) }).RefusalAsync();
    }

    private static List<string> Files(AuthApp app)
        => Directory.Exists(app.MediaFolder) ? [.. Directory.EnumerateFiles(app.MediaFolder, "*.webp", SearchOption.AllDirectories)] : [];

    private static bool IsNear(SKColor a, SKColor b) => Math.Abs(a.Red - b.Red) + Math.Abs(a.Green - b.Green) + Math.Abs(a.Blue - b.Blue) < 60;

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320 & (0u - (crc & 1)));
        }
        return ~crc;
    }
}

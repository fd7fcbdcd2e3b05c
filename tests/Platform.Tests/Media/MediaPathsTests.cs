using Microsoft.Extensions.Configuration;
using Zoetrope.Platform.Media;

namespace Zoetrope.Platform.Tests.Media;

public sealed class MediaPathsTests
{
    private static readonly Guid Video = Guid.Parse("01234567-89ab-7def-8123-456789abcdef");
    private static readonly string Version = MediaPaths.NewVersion();
    private readonly FakeTime _time = new();

    [Fact]
    public void Public_files_are_found_where_they_lie()
    {
        Paths().TryResolve(MediaPaths.PublicFolder(Video, Version) + "720p.mp4", out var media).ShouldBeTrue();

        media!.Keys.ShouldBe([MediaPaths.Prefix(Video, Version, isPublic: true) + "720p.mp4"]);
        media.Expires.ShouldBeNull();
    }

    [Fact]
    public void A_signed_folder_opens_its_files_in_either_home_until_its_time_is_over()
    {
        var paths = Paths();
        var (folder, expires) = paths.SignedFolder(Video, Version);

        paths.TryResolve(folder + "master.m3u8", out var media).ShouldBeTrue();
        media!.Keys.ShouldBe([$"private/{Video}/{Version}/master.m3u8", $"public/{Video}/{Version}/master.m3u8"]);
        media.Expires.ShouldBe(expires);
        _time.Advance(expires - _time.GetUtcNow() - TimeSpan.FromSeconds(1));
        paths.TryResolve(folder + "master.m3u8", out _).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        paths.TryResolve(folder + "master.m3u8", out _).ShouldBeFalse();
    }

    [Fact]
    public void Signed_addresses_repeat_within_an_hour_and_work_for_at_least_two()
    {
        var paths = Paths();
        var (first, expires) = paths.SignedFolder(Video, Version);
        (expires - _time.GetUtcNow()).ShouldBeInRange(TimeSpan.FromHours(2), TimeSpan.FromHours(3));
        _time.Advance(TimeSpan.FromMinutes(1));
        var (second, _) = paths.SignedFolder(Video, Version);
        _time.Advance(TimeSpan.FromMinutes(58));

        paths.SignedFolder(Video, Version).Folder.ShouldBe(second);
        first.ShouldNotBe(second);
    }

    [Theory]
    [InlineData("video")]
    [InlineData("version")]
    [InlineData("expiry")]
    [InlineData("signature")]
    [InlineData("no signature")]
    public void Whatever_is_changed_in_a_signed_address_closes_it(string what)
    {
        var paths = Paths();
        var (folder, _) = paths.SignedFolder(Video, Version);
        var claim = folder.Split('/')[3];
        var changed = what switch
        {
            "video" => folder.Replace(Video.ToString(), Guid.CreateVersion7().ToString(), StringComparison.Ordinal),
            "version" => folder.Replace(Version, MediaPaths.NewVersion(), StringComparison.Ordinal),
            "expiry" => folder.Replace(claim, $"{long.Parse(claim.Split('.')[0]) + 3600}.{claim.Split('.')[1]}", StringComparison.Ordinal),
            "signature" => folder.Replace(claim, claim[..^2] + (claim[^2] == 'A' ? 'B' : 'A') + claim[^1], StringComparison.Ordinal),
            _ => folder.Replace(claim, claim.Split('.')[0], StringComparison.Ordinal),
        };

        paths.TryResolve(changed + "720p.mp4", out _).ShouldBeFalse();
    }

    [Fact]
    public void The_key_follows_the_root_and_the_previous_root_still_opens()
    {
        var (old, other) = (Root(1), Root(2));
        var (folder, _) = Paths(old).SignedFolder(Video, Version);

        Paths(other).TryResolve(folder + "a.mp4", out _).ShouldBeFalse();
        Paths(other, previous: old).TryResolve(folder + "a.mp4", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/media/")]
    [InlineData("/media/../keys/root")]
    [InlineData("/media/x//y")]
    [InlineData("/media/.incoming/x")]
    [InlineData("/media/x/%2e%2e/y")]
    [InlineData("/media/s/1.AAAAAAAAAAAAAAAAAAAAAA/x")]
    [InlineData("/media/s/99999999999999999999.AAAAAAAAAAAAAAAAAAAAAA/x/y/z")]
    [InlineData("/media/s/9223372036854775807.AAAAAAAAAAAAAAAAAAAAAA/x/y/z")]
    [InlineData("/media/s/-1.AAAAAAAAAAAAAAAAAAAAAA/x/y/z")]
    [InlineData("/media/s/1.AA/x/y/z")]
    [InlineData("/media/s/../x/y/z")]
    [InlineData("/other/x")]
    [InlineData("")]
    public void What_is_no_address_of_ours_is_refused(string path) => Paths().TryResolve(path, out _).ShouldBeFalse();

    private MediaPaths Paths(string? root = null, string? previous = null)
        => new(new Secrets(new ConfigurationBuilder().AddInMemoryCollection([new("Secrets:Root", root ?? Root(0)), new("Secrets:Previous", previous)]).Build()), _time);

    private static string Root(byte fill) => Convert.ToBase64String(Enumerable.Repeat(fill, 32).ToArray());
}

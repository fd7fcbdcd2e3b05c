using System.IO.Pipelines;
using System.Text;
using Shouldly;
using Xunit;
using Zoetrope.Platform.Media;

namespace Zoetrope.Platform.Tests.Media;

/// <summary>What every media store promises. A store joins by deriving a class that makes one.</summary>
public abstract class MediaStoreContract
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract IMediaStore Store { get; }

    [Fact]
    public async Task What_is_put_is_read_back_whole()
    {
        await PutAsync("public/v/1/720.mp4", "twelve bytes");

        var info = await Store.FindAsync("public/v/1/720.mp4", Cancel);
        info.ShouldNotBeNull().Length.ShouldBe(12);
        (await ReadAsync("public/v/1/720.mp4", 0, 12)).ShouldBe("twelve bytes");
    }

    [Theory]
    [InlineData(0, 6, "twelve")]
    [InlineData(7, 5, "bytes")]
    [InlineData(12, 0, "")]
    public async Task A_range_is_exactly_what_was_asked_for(long offset, long count, string expected)
    {
        await PutAsync("public/v/1/range", "twelve bytes");
        (await ReadAsync("public/v/1/range", offset, count)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_range_past_the_end_is_refused()
    {
        await PutAsync("public/v/1/short", "abc");
        await using var file = await Store.OpenAsync("public/v/1/short", Cancel);
        var pipe = new Pipe();
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => file!.CopyToAsync(pipe.Writer, 2, 2, Cancel));
    }

    [Fact]
    public async Task A_large_range_arrives_unharmed()
    {
        var bytes = new byte[3_000_001];
        new Random(7).NextBytes(bytes);
        await Store.PutAsync("public/v/1/large", new MemoryStream(bytes), Cancel);

        await using var file = await Store.OpenAsync("public/v/1/large", Cancel);
        var pipe = new Pipe();
        var copying = CopyAndCompleteAsync(file!, pipe.Writer, 1, bytes.Length - 1);
        var received = new MemoryStream();
        await pipe.Reader.CopyToAsync(received, Cancel);
        await copying;
        received.ToArray().AsSpan().SequenceEqual(bytes.AsSpan(1)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_copy()
    {
        await Store.PutAsync("public/v/1/abandoned", new MemoryStream(new byte[2_000_000]), Cancel);
        await using var file = await Store.OpenAsync("public/v/1/abandoned", Cancel);
        var pipe = new Pipe();
        await pipe.Reader.CompleteAsync();
        await file!.CopyToAsync(pipe.Writer, 0, 2_000_000, Cancel);
    }

    [Fact]
    public async Task What_was_never_put_is_not_there()
    {
        (await Store.FindAsync("public/v/1/nothing", Cancel)).ShouldBeNull();
        (await Store.OpenAsync("public/v/1/nothing", Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_prefix_is_not_a_file()
    {
        await PutAsync("public/v/1/720.mp4", "x");
        (await Store.FindAsync("public/v/1", Cancel)).ShouldBeNull();
        (await Store.OpenAsync("public/v/1", Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Putting_again_replaces_and_changes_the_validator()
    {
        await PutAsync("public/v/1/poster.jpg", "first");
        var before = await Store.FindAsync("public/v/1/poster.jpg", Cancel);
        await PutAsync("public/v/1/poster.jpg", "second");
        var after = await Store.FindAsync("public/v/1/poster.jpg", Cancel);

        (await ReadAsync("public/v/1/poster.jpg", 0, 6)).ShouldBe("second");
        after!.ETag.ShouldNotBe(before!.ETag);
    }

    [Fact]
    public async Task A_failed_put_leaves_nothing()
    {
        await Should.ThrowAsync<InvalidDataException>(() => Store.PutAsync("public/v/9/broken", new BreakingStream(), Cancel));
        (await ListAsync("public/v/9/")).ShouldBeEmpty();
        (await Store.FindAsync("public/v/9/broken", Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_local_file_is_taken_over()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "rendition", Cancel);
        await Store.PutFileAsync("private/v/1/540.mp4", path, Cancel);

        (await ReadAsync("private/v/1/540.mp4", 0, 9)).ShouldBe("rendition");
        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public async Task Listing_and_deleting_see_the_prefix_and_nothing_beside_it()
    {
        await PutAsync("public/a/1/x", "1");
        await PutAsync("public/a/1/deep/y", "2");
        await PutAsync("public/a/10/z", "3");

        (await ListAsync("public/a/1/")).ShouldBe(["public/a/1/deep/y", "public/a/1/x"]);
        (await Store.DeletePrefixAsync("public/a/1/", Cancel)).ShouldBe(2);
        (await Store.DeletePrefixAsync("public/a/1/", Cancel)).ShouldBe(0);
        (await ListAsync("public/a/")).ShouldBe(["public/a/10/z"]);
    }

    [Fact]
    public async Task One_file_is_deleted_alone()
    {
        await PutAsync("public/o/1/x", "1");
        await PutAsync("public/o/1/y", "2");
        await Store.DeleteAsync("public/o/1/x", Cancel);
        await Store.DeleteAsync("public/o/1/x", Cancel);
        (await ListAsync("public/o/")).ShouldBe(["public/o/1/y"]);
        await Store.DeleteAsync("public/o/1/y", Cancel);
        (await ListAsync("public/")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Going_private_moves_every_file_at_once()
    {
        await PutAsync("public/m/1/x", "1");
        await PutAsync("public/m/1/deep/y", "2");

        (await Store.MovePrefixAsync("public/m/", "private/m/", Cancel)).ShouldBe(2);
        (await ListAsync("public/m/")).ShouldBeEmpty();
        (await ReadAsync("private/m/1/deep/y", 0, 1)).ShouldBe("2");
        (await Store.MovePrefixAsync("public/m/", "private/m/", Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task An_open_file_stays_readable_after_it_is_deleted()
    {
        await PutAsync("public/d/1/x", "still here");
        await using var file = await Store.OpenAsync("public/d/1/x", Cancel);
        await Store.DeletePrefixAsync("public/d/", Cancel);
        (await ReadAsync(file!, 0, 10)).ShouldBe("still here");
    }

    [Theory]
    [InlineData("public/../secrets")]
    [InlineData("../public/x")]
    [InlineData("/etc/passwd")]
    [InlineData("public//x")]
    [InlineData("public/.incoming/x")]
    [InlineData("public/a\\b")]
    [InlineData("public/a\0b")]
    [InlineData("public/å")]
    [InlineData("public/%2e%2e/x")]
    [InlineData("other/x")]
    [InlineData("public")]
    [InlineData("public/x/")]
    [InlineData("")]
    public async Task A_key_that_could_escape_is_refused(string key)
    {
        MediaKey.IsValid(key).ShouldBeFalse();
        await Should.ThrowAsync<ArgumentException>(() => Store.PutAsync(key, new MemoryStream([1]), Cancel));
        await Should.ThrowAsync<ArgumentException>(() => Store.OpenAsync(key, Cancel));
    }

    protected Task PutAsync(string key, string text) => Store.PutAsync(key, new MemoryStream(Encoding.UTF8.GetBytes(text)), Cancel);

    protected async Task<List<string>> ListAsync(string prefix) =>
        await Store.ListAsync(prefix, Cancel).Select(info => info.Key).Order(StringComparer.Ordinal).ToListAsync(Cancel);

    private static async Task CopyAndCompleteAsync(MediaFile file, PipeWriter writer, long offset, long count)
    {
        await file.CopyToAsync(writer, offset, count, Cancel);
        await writer.CompleteAsync();
    }

    private static async Task<string> ReadAsync(MediaFile file, long offset, long count)
    {
        var received = new MemoryStream();
        var writer = PipeWriter.Create(received, new StreamPipeWriterOptions(leaveOpen: true));
        await CopyAndCompleteAsync(file, writer, offset, count);
        return Encoding.UTF8.GetString(received.ToArray());
    }

    private async Task<string> ReadAsync(string key, long offset, long count)
    {
        await using var file = await Store.OpenAsync(key, Cancel);
        return await ReadAsync(file.ShouldNotBeNull(), offset, count);
    }

    private sealed class BreakingStream : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new InvalidDataException("The upload broke off.");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidDataException("The upload broke off.");
    }
}

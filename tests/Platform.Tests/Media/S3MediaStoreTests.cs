using System.IO.Pipelines;
using System.Net;
using Shouldly;
using Xunit;
using Zoetrope.Platform.Media;

namespace Zoetrope.Platform.Tests.Media;

/// <summary>The contract on a real S3 service that checks signatures.</summary>
public sealed class S3MediaStoreTests(S3Fixture s3) : MediaStoreContract, IClassFixture<S3Fixture>, IAsyncLifetime
{
    private const string Prefix = "clips/one/";
    private S3Options _options = null!;
    private S3Objects _objects = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected override IMediaStore Store => new S3MediaStore(_objects, redirects: true);

    public async ValueTask InitializeAsync()
    {
        _options = await s3.NewBucketAsync(Prefix);
        _objects = new S3Objects(_options);
    }

    public ValueTask DisposeAsync()
    {
        _objects?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_large_file_goes_up_in_parts_and_comes_back_whole()
    {
        var bytes = new byte[(5 << 20) * 2 + 12_345];
        new Random(3).NextBytes(bytes);
        await Store.PutAsync("private/v/1/1080.mp4", new MemoryStream(bytes), Cancel);

        await using var file = (await Store.OpenAsync("private/v/1/1080.mp4", Cancel)).ShouldNotBeNull();
        file.Info.Length.ShouldBe(bytes.Length);
        var received = new MemoryStream();
        var writer = PipeWriter.Create(received, new StreamPipeWriterOptions(leaveOpen: true));
        await file.CopyToAsync(writer, 1000, bytes.Length - 1000, Cancel);
        await writer.CompleteAsync();
        received.ToArray().AsSpan().SequenceEqual(bytes.AsSpan(1000)).ShouldBeTrue();
        (await ListAsync("private/v/")).ShouldBe(["private/v/1/1080.mp4"]);
    }

    [Fact]
    public async Task A_large_put_that_breaks_off_leaves_no_parts()
    {
        await Should.ThrowAsync<InvalidDataException>(() => Store.PutAsync("public/v/2/broken.mp4", new EndingBadly(12 << 20), Cancel));
        (await ListAsync("public/v/2/")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Keys_lie_below_the_prefix_and_another_instance_sees_none()
    {
        await PutAsync("public/v/3/x", "mine");
        using var other = new S3Objects(new S3Options { Endpoint = _options.Endpoint, Bucket = _options.Bucket, Prefix = "clips/two/", AccessKey = _options.AccessKey, SecretKey = _options.SecretKey });
        (await new S3MediaStore(other, false).FindAsync("public/v/3/x", Cancel)).ShouldBeNull();
        using var whole = new S3Objects(new S3Options { Endpoint = _options.Endpoint, Bucket = _options.Bucket, AccessKey = _options.AccessKey, SecretKey = _options.SecretKey });
        (await whole.ListAsync("", Cancel).Select(one => one.Key).ToListAsync(Cancel)).ShouldBe([Prefix + "public/v/3/x"]);
    }

    [Fact]
    public async Task A_presigned_address_hands_out_the_file_and_a_changed_one_does_not()
    {
        await PutAsync("private/v/4/540.mp4", "rendition");
        var address = Store.AddressOf("private/v/4/540.mp4", DateTimeOffset.UtcNow.AddMinutes(5)).ShouldNotBeNull();
        using var http = new HttpClient();
        (await http.GetStringAsync(address, Cancel)).ShouldBe("rendition");
        using var changed = await http.GetAsync(new Uri(address.AbsoluteUri.Replace("540.mp4", "720.mp4", StringComparison.Ordinal)), Cancel);
        changed.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_wrong_secret_is_an_io_error()
    {
        using var stranger = new S3Objects(new S3Options { Endpoint = _options.Endpoint, Bucket = _options.Bucket, AccessKey = _options.AccessKey, SecretKey = "guessed" });
        await Should.ThrowAsync<IOException>(() => new S3MediaStore(stranger, false).PutAsync("public/v/5/x", new MemoryStream([1]), Cancel));
    }

    private sealed class EndingBadly(int after) : Stream
    {
        private int _given;
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => _given; set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_given >= after) throw new InvalidDataException("The upload broke off.");
            _given += count;
            return count;
        }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

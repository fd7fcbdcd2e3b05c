using System.Security.Cryptography;
using Zoetrope.Platform.Media;
using Zoetrope.Video.Uploads;

namespace Zoetrope.Video.Tests.Uploads;

/// <summary>Originals in a bucket, on a real S3 service.</summary>
public sealed class S3UploadStoreTests(S3Fixture s3) : IClassFixture<S3Fixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_is_read_back_even_after_an_interrupted_write()
    {
        using var objects = new S3Objects(await s3.NewBucketAsync("one/"));
        using var folder = new TestFolder();
        var (store, upload, spool) = (new S3UploadStore(objects), Guid.CreateVersion7(), Guid.CreateVersion7());
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        await store.WriteAsync(upload, 0, bytes.AsMemory(0, 100_000), Cancel);
        // A longer write at the next offset was never acknowledged: the one that follows takes its place.
        await store.WriteAsync(upload, 100_000, new byte[150_000], Cancel);
        await store.WriteAsync(upload, 100_000, bytes.AsMemory(100_000, 50_000), Cancel);
        await store.WriteAsync(spool, 0, bytes.AsMemory(150_000, 100_000), Cancel);
        await store.WriteAsync(spool, 100_000, bytes.AsMemory(250_000, 50_000), Cancel);
        await store.AppendAsync(upload, 150_000, spool, Cancel);

        (await File.ReadAllBytesAsync(await store.LocalFileAsync(upload, folder["original"], Cancel), Cancel)).AsSpan().SequenceEqual(bytes).ShouldBeTrue();
        (await store.ListAsync(DateTimeOffset.UtcNow.AddMinutes(1), Cancel).ToListAsync(Cancel)).Order().ShouldBe(new[] { upload, spool }.Order());
        (await store.ListAsync(DateTimeOffset.UtcNow.AddMinutes(-10), Cancel).ToListAsync(Cancel)).ShouldBeEmpty();
        await store.RemoveAsync(upload, Cancel);
        await store.RemoveAsync(spool, Cancel);
        (await objects.ListAsync("", Cancel).ToListAsync(Cancel)).ShouldBeEmpty();
        File.Exists(await store.LocalFileAsync(upload, folder["gone"], Cancel)).ShouldBeFalse();
    }
}

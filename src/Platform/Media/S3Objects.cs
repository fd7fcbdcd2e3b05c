using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Zoetrope.Platform.Media;

/// <summary>
/// The few calls to an S3 store that Zoetrope makes, on keys below the configured prefix. Objects appear whole or not at all: a large one is a
/// multipart upload that is completed at its end or aborted. Bodies are signed whole, without chunked encoding, which other services than
/// Amazon's store as if it were content. A store that is out of reach is an <see cref="IOException"/>.
/// </summary>
public sealed class S3Objects : IDisposable
{
    private readonly S3Options _options;
    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private readonly string _prefix;
    private readonly int _part;

    /// <summary>Connects with the first call.</summary>
    public S3Objects(S3Options options)
    {
        _options = options;
        (_bucket, _prefix, _part) = (options.Bucket, options.Prefix, options.PartMiB << 20);
        var configuration = new AmazonS3Config
        {
            ServiceURL = options.Endpoint!.ToString(),
            ForcePathStyle = options.PathStyle,
            AuthenticationRegion = options.Region,
            UseHttp = options.Endpoint.Scheme == "http",
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            MaxErrorRetry = 3,
            Timeout = TimeSpan.FromMinutes(5),
        };
        _client = options.AccessKey.Length > 0
            ? new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), configuration) : new AmazonS3Client(configuration);
    }

    /// <summary>Stores all of a stream under a key. Nothing is visible before this returns.</summary>
    public async Task PutAsync(string key, Stream content, string type, CancellationToken cancellationToken)
    {
        // The first part decides: most files are smaller than one, and those need one request.
        using var first = await ReadPartAsync(content, _part, cancellationToken);
        if (first.Length < _part)
        {
            var put = new PutObjectRequest { BucketName = _bucket, Key = _prefix + key, InputStream = first, ContentType = type, UseChunkEncoding = false, AutoCloseStream = false };
            put.Headers.CacheControl = Caching(key);
            await CallAsync(() => _client.PutObjectAsync(put, cancellationToken));
        }
        else
            await PutInPartsAsync(key, first, content, type, cancellationToken);
    }

    /// <summary>Length and time, or null where there is none.</summary>
    public async Task<(long Length, DateTimeOffset At)?> FindAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var head = await CallAsync(() => _client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = _bucket, Key = _prefix + key }, cancellationToken));
            return (head.ContentLength, At(head.LastModified));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Bytes from an offset on, at most so many, with the length and time of the whole; null where there is none.</summary>
    public async Task<(GetObjectResponse Response, long Length)?> GetAsync(string key, long offset, long count, CancellationToken cancellationToken)
    {
        try
        {
            var got = await CallAsync(() => _client.GetObjectAsync(
                new GetObjectRequest { BucketName = _bucket, Key = _prefix + key, ByteRange = new ByteRange(offset, offset + count - 1) }, cancellationToken));
            var length = got.ContentRange is { } range && long.TryParse(range.AsSpan(range.LastIndexOf('/') + 1), out var whole) ? whole : got.ContentLength;
            return (got, length);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Every key below a prefix, without the configured one before it.</summary>
    public async IAsyncEnumerable<(string Key, long Length, DateTimeOffset At)> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = _prefix + prefix };
        while (true)
        {
            var page = await CallAsync(() => _client.ListObjectsV2Async(request, cancellationToken));
            foreach (var one in page.S3Objects ?? [])
                yield return (one.Key[_prefix.Length..], one.Size ?? 0, At(one.LastModified));
            if (page.IsTruncated != true)
                yield break;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    /// <summary>Deletes one object; repeating it changes nothing.</summary>
    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(() => _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _bucket, Key = _prefix + key }, cancellationToken));
        }
        catch (FileNotFoundException)
        {
            // Gone already.
        }
    }

    /// <summary>Copies one object inside the store; false where it has gone.</summary>
    public async Task<bool> CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(() => _client.CopyObjectAsync(
                new CopyObjectRequest { SourceBucket = _bucket, SourceKey = _prefix + from, DestinationBucket = _bucket, DestinationKey = _prefix + to }, cancellationToken));
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>An address at which the store itself hands out an object until a moment.</summary>
    public Uri Presign(string key, DateTimeOffset until) => new(_client.GetPreSignedURL(new GetPreSignedUrlRequest
    {
        BucketName = _bucket,
        Key = _prefix + key,
        Expires = until.UtcDateTime,
        Protocol = _options.Endpoint!.Scheme == "http" ? Protocol.HTTP : Protocol.HTTPS,
    }));

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task PutInPartsAsync(string key, MemoryStream first, Stream content, string type, CancellationToken cancellationToken)
    {
        var begin = new InitiateMultipartUploadRequest { BucketName = _bucket, Key = _prefix + key, ContentType = type };
        begin.Headers.CacheControl = Caching(key);
        var upload = (await CallAsync(() => _client.InitiateMultipartUploadAsync(begin, cancellationToken))).UploadId;
        try
        {
            List<PartETag> parts = [];
            var part = first;
            while (part.Length > 0)
            {
                var (body, number) = (part, parts.Count + 1);
                var stored = await CallAsync(() => _client.UploadPartAsync(
                    new UploadPartRequest { BucketName = _bucket, Key = _prefix + key, UploadId = upload, PartNumber = number, InputStream = body, PartSize = body.Length, UseChunkEncoding = false },
                    cancellationToken));
                parts.Add(new PartETag(number, stored.ETag));
                part = await ReadPartAsync(content, _part, cancellationToken);
            }

            await CallAsync(() => _client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = _bucket, Key = _prefix + key, UploadId = upload, PartETags = parts }, cancellationToken));
        }
        catch
        {
            // Parts that are never completed cost money until someone looks.
            await CallAsync(() => _client.AbortMultipartUploadAsync(
                new AbortMultipartUploadRequest { BucketName = _bucket, Key = _prefix + key, UploadId = upload }, CancellationToken.None));
            throw;
        }
    }

    // For a CDN that reads the bucket: what goes private is gone there after an hour, without a purge.
    private static string Caching(string key) => key.StartsWith(MediaKey.Public, StringComparison.Ordinal) ? "public, max-age=3600" : "private, no-store";

    private static async Task<MemoryStream> ReadPartAsync(Stream content, int most, CancellationToken cancellationToken)
    {
        var part = new MemoryStream();
        var buffer = new byte[128 * 1024];
        while (part.Length < most && await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most - part.Length)), cancellationToken) is var read and > 0)
            part.Write(buffer, 0, read);
        part.Position = 0;
        return part;
    }

    private static async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            throw new FileNotFoundException(error.Message, error);
        }
        catch (Exception error) when (error is AmazonServiceException or AmazonClientException or HttpRequestException or WebException)
        {
            throw new IOException($"The object store could not be used: {error.Message}", error);
        }
    }

    private static DateTimeOffset At(DateTime? time) => time is { } known ? new DateTimeOffset(known.ToUniversalTime()) : DateTimeOffset.UnixEpoch;
}

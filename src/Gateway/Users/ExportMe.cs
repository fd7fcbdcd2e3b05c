using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Zoetrope.Contracts.Common.V1;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Cards;
using Zoetrope.Gateway.Http;
using Zoetrope.Platform;
using Zoetrope.Platform.Media;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Users;

/// <summary>
/// POST /api/users/me/export: 202 with the address of an archive of everything kept about the viewer, which works for an hour and for them
/// alone. The archive is made while it downloads, of what each service streams and of the clips, so that no copy of anybody's data lies about.
/// </summary>
internal static class ExportMe
{
    private const string Purpose = "export-link";
    private const int MacBytes = 16;
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    public sealed record Answer(string Url, DateTime ExpiresAt);

    public static void Map(IEndpointRouteBuilder users)
    {
        users.MapPost("/me/export", Ask).RequireSignIn().AlsoWhenLeaving().Limit(Limits.Budget.Export).Creates().Produces<Answer>(StatusCodes.Status202Accepted);
        users.MapGet("/me/export/{token}", Download).RequireSignIn().Limit(Limits.Budget.Export).Streams();
    }

    private static async Task<IResult> Ask(
        Caller caller, Secrets secrets, TimeProvider time, Rpc<Contracts.Auth.V1.PersonalData.PersonalDataClient> auth, CancellationToken cancel)
    {
        // So that nobody's data is asked for behind their back.
        await auth.As(caller.Viewer).TellOfArchiveAsync(new(), cancellationToken: cancel);
        var until = (time.GetUtcNow() + Lasts).ToUnixTimeSeconds();
        return TypedResults.Accepted((string?)null, new Answer($"/api/users/me/export/{Token(caller.Viewer.Account(), until, secrets)}", Times.At(until * 1000)));
    }

    private static async Task Download(
        string token, HttpContext http, Caller caller, Secrets secrets, TimeProvider time, Archives archives, CancellationToken cancel)
    {
        if (!IsGood(token, caller.Viewer.Account(), secrets, time)) throw Fault.NotFound("invalid_link");
        await archives.WriteAsync(Begin, caller.Viewer, cancel);

        Stream Begin()
        {
            var response = http.Response;
            response.ContentType = "application/zip";
            response.Headers.CacheControl = "private, no-store";
            response.Headers.ContentDisposition = $"attachment; filename=\"zoetrope-{time.GetUtcNow():yyyy-MM-dd}.zip\"";
            // ZipArchive writes the ends of entries synchronously, whatever it is asked; all else goes out without holding a thread.
            http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
            return response.Body;
        }
    }

    private static string Token(Guid account, long until, Secrets secrets)
    {
        var claim = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(claim, until);
        return Base64Url.EncodeToString([.. claim, .. HMACSHA256.HashData(secrets.Derive(Purpose), Signed(claim, account)).AsSpan(0, MacBytes)]);
    }

    private static bool IsGood(string token, Guid account, Secrets secrets, TimeProvider time)
    {
        var bytes = new byte[sizeof(long) + MacBytes];
        if (token.Length != Base64Url.GetEncodedLength(bytes.Length) || !Base64Url.IsValid(token) || !Base64Url.TryDecodeFromChars(token, bytes, out var length) || length != bytes.Length) return false;
        return secrets.Verify(Purpose, Signed(bytes[..sizeof(long)], account), bytes.AsSpan(sizeof(long)))
            && BinaryPrimitives.ReadInt64BigEndian(bytes) > time.GetUtcNow().ToUnixTimeSeconds();
    }

    private static byte[] Signed(byte[] claim, Guid account) => [.. claim, .. account.ToByteArray()];
}

/// <summary>
/// Writes the archive: what the services know, a file each, then the viewer's clips in their best rendition. As long as somebody reads of a service,
/// however slowly, one of its few database connections is theirs: an account has one archive at a time, and a gateway a few.
/// </summary>
internal sealed class Archives(
    Rpc<Contracts.Auth.V1.PersonalData.PersonalDataClient> auth, Rpc<PersonalData.PersonalDataClient> video,
    Rpc<Contracts.Interaction.V1.PersonalData.PersonalDataClient> interaction, Rpc<Contracts.Notification.V1.PersonalData.PersonalDataClient> notification,
    Rpc<Contracts.Recommendation.V1.PersonalData.PersonalDataClient> recommendation, Rpc<CatalogClient> catalog, MediaPaths paths, IMediaStore media)
{
    private const int AtOnce = 4;

    private readonly HashSet<Guid> _readers = [];

    /// <param name="begin">Called once nothing is refused any more.</param>
    public async Task WriteAsync(Func<Stream> begin, Viewer viewer, CancellationToken cancel)
    {
        var reader = viewer.Account();
        lock (_readers)
        {
            if (_readers.Contains(reader)) throw Fault.TooMany("export_running", 60);
            if (_readers.Count == AtOnce) throw Fault.Unavailable(60, "busy");
            _readers.Add(reader);
        }
        try
        {
            await MakeAsync(begin(), viewer, cancel);
        }
        finally
        {
            lock (_readers) _readers.Remove(reader);
        }
    }

    private async Task MakeAsync(Stream to, Viewer viewer, CancellationToken cancel)
    {
        await using var archive = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancel);
        await AddAsync(archive, auth.As(viewer).Export(new(), cancellationToken: cancel), cancel);
        await AddAsync(archive, video.As(viewer).Export(new(), cancellationToken: cancel), cancel);
        await AddAsync(archive, interaction.As(viewer).Export(new(), cancellationToken: cancel), cancel);
        await AddAsync(archive, notification.As(viewer).Export(new(), cancellationToken: cancel), cancel);
        await AddAsync(archive, recommendation.As(viewer).Export(new(), cancellationToken: cancel), cancel);
        await AddClipsAsync(archive, viewer, cancel);
    }

    private static async Task AddAsync(ZipArchive archive, AsyncServerStreamingCall<ExportPart> call, CancellationToken cancel)
    {
        using var open = call;
        var (name, entry) = ("", Stream.Null);
        while (await call.ResponseStream.MoveNext(cancel))
        {
            var part = call.ResponseStream.Current;
            if (part.File != name)
            {
                await entry.DisposeAsync();
                (name, entry) = (part.File, await archive.CreateEntry(part.File, CompressionLevel.Fastest).OpenAsync(cancel));
            }
            await entry.WriteAsync(part.Content.Memory, cancel);
        }
        await entry.DisposeAsync();
    }

    private async Task AddClipsAsync(ZipArchive archive, Viewer viewer, CancellationToken cancel)
    {
        var request = new ListMineRequest { Page = new PageRequest { Limit = 50 } };
        do
        {
            var page = await catalog.As(viewer).ListMineAsync(request, cancellationToken: cancel);
            foreach (var clip in page.Items)
            {
                var best = clip.Playback?.Sources.MaxBy(source => source.Height);
                if (best is null || !paths.TryResolve(best.Url, out var found)) continue;
                foreach (var key in found.Keys)
                {
                    await using var file = await media.OpenAsync(key, cancel);
                    if (file is null) continue;
                    // Compressed already.
                    await using var entry = await archive.CreateEntry($"clips/{clip.Id}.mp4", CompressionLevel.NoCompression).OpenAsync(cancel);
                    await using var content = file.OpenStream();
                    await content.CopyToAsync(entry, cancel);
                    break;
                }
            }
            request = new ListMineRequest { Page = new PageRequest { Limit = 50, Cursor = page.NextCursor } };
        }
        while (request.Page.Cursor.Length > 0);
    }
}

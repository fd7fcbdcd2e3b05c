using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Gateway.Http;
using Zoetrope.Gateway.Videos;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Gateway.Uploads;

/// <summary>
/// The one-call form of an upload: multipart/form-data with <c>file</c> and the fields of a video, in any order. A part does not say its
/// length, which an upload declares first: the file waits in a temporary one, bounded by the limit and refused by its request's length.
/// </summary>
internal static class MultipartVideo
{
    private const int MaxField = 64 * 1024, MaxFields = 20, Envelope = MaxFields * MaxField, Chunk = 128 * 1024;

    /// <summary>What the form says, its file uploaded; null where it repeats a form that was answered already.</summary>
    public static async Task<CreateVideo.Body?> ReadAsync(HttpContext http, Viewer viewer, UploadStreams uploads, long maxBytes, CancellationToken cancel)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = null;
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(http.Request.ContentType).Boundary).Value ?? throw Fault.BadRequest("bad_request");
        var content = http.Features.Get<FormContent>();
        // Before bytes are wasted: quotas, free space and size, by what the whole request says it brings.
        if (content is not { IsRepeated: true }) await uploads.CheckAsync(viewer, Math.Clamp((http.Request.ContentLength ?? 0) - Envelope, 1, long.MaxValue), cancel);
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        FormFile? file = null;
        try
        {
            var reader = new MultipartReader(boundary, http.Request.Body);
            for (var count = 0; await reader.ReadNextSectionAsync(cancel) is { } section; count++)
            {
                if (count > MaxFields) throw Fault.BadRequest("bad_request");
                var disposition = section.GetContentDispositionHeader();
                var name = disposition is null ? "" : HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
                if (name != "file") fields[name] = await TextAsync(section, name, cancel);
                else if (file is null) file = await SpoolAsync(section, disposition!, maxBytes, cancel);
                else throw Fault.Invalid("file", "too_many", ("max", "1"));
            }
            if (file is null) throw Fault.Invalid("file", "required");
            content?.Is(Hash(fields, file));
            return content is { IsRepeated: true } ? null : BodyOf(await StoreAsync(file, viewer, uploads, cancel), fields);
        }
        finally
        {
            if (file is not null) await file.Spool.DisposeAsync();
        }
    }

    private sealed record FormFile(FileStream Spool, string Name, string Type, byte[] Hash);

    private static byte[] Hash(SortedDictionary<string, string> fields, FormFile file)
    {
        var parts = fields.SelectMany(field => (string[])[field.Key, field.Value]).Concat([file.Name, file.Type, Convert.ToHexString(file.Hash)]);
        return SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Select(part => $"{part.Length}:{part}"))));
    }

    private static async Task<FormFile> SpoolAsync(MultipartSection section, ContentDispositionHeaderValue disposition, long maxBytes, CancellationToken cancel)
    {
        // The kernel drops it with its last handle.
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var spool = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, Chunk, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            var hash = await CopyAsync(section.Body, spool, maxBytes, cancel);
            var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : HeaderUtilities.RemoveQuotes(disposition.FileName).Value;
            return new FormFile(spool, name ?? "", section.ContentType ?? "", hash);
        }
        catch (Exception error)
        {
            await spool.DisposeAsync();
            if (error is IOException and not BadHttpRequestException && new DriveInfo(Path.GetTempPath()).AvailableFreeSpace < Chunk) throw Fault.InsufficientStorage();
            throw;
        }
    }

    private static async Task<string> StoreAsync(FormFile file, Viewer viewer, UploadStreams uploads, CancellationToken cancel)
    {
        file.Spool.Position = 0;
        var upload = await uploads.CreateAsync(viewer, file.Spool.Length, file.Name, file.Type, "", idempotencyKey: "", cancel);
        await uploads.AppendAsync(viewer, upload.Id, 0, "", PipeReader.Create(file.Spool, new StreamPipeReaderOptions(bufferSize: 256 * 1024, leaveOpen: true)), cancel);
        return upload.Id;
    }

    private static async Task<byte[]> CopyAsync(Stream body, Stream spool, long maxBytes, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[Chunk];
        while (await body.ReadAsync(buffer, cancel) is var read and > 0)
        {
            if (spool.Length + read > maxBytes) throw Fault.TooLarge("upload_too_large", ("max", maxBytes.ToString(CultureInfo.InvariantCulture)));
            hash.AppendData(buffer, 0, read);
            await spool.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        return hash.GetHashAndReset();
    }

    private static async Task<string> TextAsync(MultipartSection section, string name, CancellationToken cancel)
    {
        using var text = new StreamReader(section.Body);
        var buffer = new char[MaxField + 1];
        var length = await text.ReadBlockAsync(buffer, cancel);
        return length > MaxField ? throw Fault.Invalid(name, "too_long", ("max", MaxField.ToString())) : new string(buffer, 0, length);
    }

    private static CreateVideo.Body BodyOf(string uploadId, SortedDictionary<string, string> fields) => new(
        uploadId, fields.GetValueOrDefault("title"), fields.GetValueOrDefault("description"), fields.GetValueOrDefault("audience"),
        Flag(fields, "allowComments"),
        fields.GetValueOrDefault("labels")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        fields.TryGetValue("coverMs", out var cover) ? int.TryParse(cover, CultureInfo.InvariantCulture, out var ms) ? ms : throw Fault.Invalid("coverMs", "not_a_number") : null,
        fields.TryGetValue("edit", out var edit) ? JsonSerializer.Deserialize(edit, GatewayJson.Default.CreateVideoEdit) : null,
        fields.TryGetValue("publishAt", out var at)
            ? DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, out var time) ? time.UtcDateTime : throw Fault.Invalid("publishAt", "not_a_time") : null,
        Flag(fields, "draft"));

    private static bool? Flag(SortedDictionary<string, string> fields, string name)
        => !fields.TryGetValue(name, out var text) ? null : bool.TryParse(text, out var value) ? value : throw Fault.Invalid(name, "not_a_flag");
}

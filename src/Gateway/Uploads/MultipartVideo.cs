using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Zoetrope.Contracts.Video.V1;
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

    public static async Task<CreateVideo.Body> ReadAsync(HttpContext http, Viewer viewer, UploadStreams uploads, long maxBytes, CancellationToken cancel)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = null;
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(http.Request.ContentType).Boundary).Value ?? throw Fault.BadRequest("bad_request");
        // Before bytes are wasted: quotas, free space and size, by what the whole request says it brings.
        await uploads.CheckAsync(viewer, Math.Clamp((http.Request.ContentLength ?? 0) - Envelope, 1, long.MaxValue), cancel);
        var fields = new Dictionary<string, string>();
        string? uploadId = null;
        var reader = new MultipartReader(boundary, http.Request.Body);
        for (var count = 0; await reader.ReadNextSectionAsync(cancel) is { } section; count++)
        {
            if (count > MaxFields) throw Fault.BadRequest("bad_request");
            var disposition = section.GetContentDispositionHeader();
            var name = disposition is null ? "" : HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
            if (name == "file") uploadId = await StoreAsync(section, disposition!, viewer, uploads, maxBytes, cancel);
            else fields[name] = await TextAsync(section, name, cancel);
        }
        return BodyOf(uploadId ?? throw Fault.Invalid("file", "required"), fields);
    }

    private static async Task<string> StoreAsync(
        MultipartSection section, ContentDispositionHeaderValue disposition, Viewer viewer, UploadStreams uploads, long maxBytes, CancellationToken cancel)
    {
        // The kernel drops it with its last handle.
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var spool = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 128 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            await SpoolAsync(section.Body, spool, maxBytes, cancel);
        }
        catch (IOException error) when (error is not BadHttpRequestException && new DriveInfo(Path.GetTempPath()).AvailableFreeSpace < Chunk)
        {
            throw Fault.InsufficientStorage();
        }
        spool.Position = 0;
        var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : HeaderUtilities.RemoveQuotes(disposition.FileName).Value;
        var upload = await uploads.CreateAsync(viewer, spool.Length, name ?? "", section.ContentType ?? "", "", cancel);
        await uploads.AppendAsync(viewer, upload.Id, 0, "", PipeReader.Create(spool, new StreamPipeReaderOptions(bufferSize: 256 * 1024, leaveOpen: true)), cancel);
        return upload.Id;
    }

    private static async Task SpoolAsync(Stream body, Stream spool, long maxBytes, CancellationToken cancel)
    {
        var buffer = new byte[Chunk];
        while (await body.ReadAsync(buffer, cancel) is var read and > 0)
        {
            if (spool.Length + read > maxBytes) throw Fault.TooLarge("upload_too_large", ("max", maxBytes.ToString(CultureInfo.InvariantCulture)));
            await spool.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
    }

    private static async Task<string> TextAsync(MultipartSection section, string name, CancellationToken cancel)
    {
        using var text = new StreamReader(section.Body);
        var buffer = new char[MaxField + 1];
        var length = await text.ReadBlockAsync(buffer, cancel);
        return length > MaxField ? throw Fault.Invalid(name, "too_long", ("max", MaxField.ToString())) : new string(buffer, 0, length);
    }

    private static CreateVideo.Body BodyOf(string uploadId, Dictionary<string, string> fields) => new(
        uploadId, fields.GetValueOrDefault("title"), fields.GetValueOrDefault("description"), fields.GetValueOrDefault("audience"),
        Flag(fields, "allowComments"),
        fields.GetValueOrDefault("labels")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        fields.TryGetValue("coverMs", out var cover) ? int.TryParse(cover, CultureInfo.InvariantCulture, out var ms) ? ms : throw Fault.Invalid("coverMs", "not_a_number") : null,
        fields.TryGetValue("edit", out var edit) ? JsonSerializer.Deserialize(edit, GatewayJson.Default.CreateVideoEdit) : null,
        fields.TryGetValue("publishAt", out var at)
            ? DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, out var time) ? time.UtcDateTime : throw Fault.Invalid("publishAt", "not_a_time") : null,
        Flag(fields, "draft"));

    private static bool? Flag(Dictionary<string, string> fields, string name)
        => !fields.TryGetValue(name, out var text) ? null : bool.TryParse(text, out var value) ? value : throw Fault.Invalid(name, "not_a_flag");
}

using System.Security.Cryptography;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Zoetrope.Contracts.Video.V1;
using Zoetrope.Video.Data;

namespace Zoetrope.Video.Tests.Uploads;

public sealed class AppendUploadTests(PostgresFixture postgres)
{
    private const int Size = 5_000_000;
    private static readonly byte[] Bytes = Clip(Size);

    [Fact]
    public async Task Bytes_arrive_as_they_were_sent_and_the_last_one_enqueues_the_encoding()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.BeginAsync(ana, Size);

        (await app.AppendAsync(ana, upload.Id, 0, Bytes.AsMemory(0, 3_000_001))).ShouldBe(3_000_001);
        await using (var db = app.Open()) (await db.TranscodeJobs.AnyAsync()).ShouldBeFalse();
        (await app.AppendAsync(ana, upload.Id, 3_000_001, Bytes.AsMemory(3_000_001))).ShouldBe(Size);

        Stored(app, upload.Id).ShouldBe(SHA256.HashData(Bytes));
        await using var after = app.Open();
        var job = await after.TranscodeJobs.SingleAsync();
        job.ShouldSatisfyAllConditions(() => job.State.ShouldBe(JobState.Queued), () => job.SizeBytes.ShouldBe(Size), () => job.MediaVersion.Length.ShouldBe(32));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1001)]
    public async Task A_wrong_offset_changes_nothing(long offset)
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.BeginAsync(ana, Size);
        await app.AppendAsync(ana, upload.Id, 0, Bytes.AsMemory(0, 1000));

        (await Refusals.RefusedAsync(() => app.AppendAsync(ana, upload.Id, offset, Bytes.AsMemory(5000, 500)))).ShouldBe((409, "offset_conflict"));

        (await app.OffsetAsync(ana, upload.Id)).ShouldBe(1000);
        (await File.ReadAllBytesAsync(Path.Combine(app.UploadFolder, upload.Id), TestContext.Current.CancellationToken)).ShouldBe(Bytes[..1000]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Of_several_at_one_offset_exactly_one_wins(int writers)
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.BeginAsync(ana, Size * 2);
        await app.AppendAsync(ana, upload.Id, 0, Bytes.AsMemory(0, 1000));
        var bodies = Enumerable.Range(0, writers).Select(n => Clip(3_000_000, n + 10)).ToList();

        var results = await Task.WhenAll(bodies.Select(async body =>
        {
            try { return await app.AppendAsync(ana, upload.Id, 1000, body) == 3_001_000 ? "won" : "short"; }
            catch (RpcException refused) { return Platform.Rpc.Fault.Of(refused).Code; }
        }));

        results.Count(r => r == "won").ShouldBe(1);
        results.Count(r => r == "offset_conflict").ShouldBe(writers - 1);
        (await app.OffsetAsync(ana, upload.Id)).ShouldBe(3_001_000);
        var stored = await File.ReadAllBytesAsync(Path.Combine(app.UploadFolder, upload.Id), TestContext.Current.CancellationToken);
        stored.AsSpan(1000, 3_000_000).SequenceEqual(bodies[Array.IndexOf(results, "won")]).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_connection_cut_at_random_bytes_loses_nothing_that_was_acknowledged(int seed)
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var (ana, random) = (app.World.Person("ana"), new Random(seed));
        var upload = await app.BeginAsync(ana, Size);
        var offset = 0L;
        for (var cuts = 0; offset < Size; cuts++)
        {
            var rest = Bytes.AsMemory((int)offset);
            int? cut = cuts < 5 ? random.Next(1, Math.Max(2, rest.Length / 2)) : null;
            try { await app.AppendAsync(ana, upload.Id, offset, rest, chunk: random.Next(1000, 250_000), cutAfter: cut); }
            catch (RpcException) when (cut is not null) { /* the connection is gone */ }

            // The handler of the lost connection may still be storing its last bytes.
            var before = offset;
            (offset = await Settled(app, ana, upload.Id)).ShouldBeGreaterThanOrEqualTo(before);
        }
        Stored(app, upload.Id).ShouldBe(SHA256.HashData(Bytes));
    }

    [Fact]
    public async Task A_stream_that_lingers_cannot_write_once_another_went_on()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.BeginAsync(ana, Size);
        using var lingering = app.Uploads(ana).Append();
        await lingering.RequestStream.WriteAsync(new AppendRequest { Id = upload.Id });
        await lingering.RequestStream.WriteAsync(new AppendRequest { Chunk = Google.Protobuf.ByteString.CopyFrom(Clip(1000, 99)) });

        (await app.AppendAsync(ana, upload.Id, 0, Bytes)).ShouldBe(Size);
        await lingering.RequestStream.CompleteAsync();

        (await Refusals.RefusedAsync(async () => await lingering.ResponseAsync)).ShouldBe((409, "offset_conflict"));
        Stored(app, upload.Id).ShouldBe(SHA256.HashData(Bytes));
    }

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    [InlineData("md5")]
    public async Task A_right_checksum_is_taken(string algorithm)
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.BeginAsync(ana, Size);
        await app.AppendAsync(ana, upload.Id, 0, Bytes.AsMemory(0, 1000));

        (await app.AppendAsync(ana, upload.Id, 1000, Bytes.AsMemory(1000), Checksum(algorithm, Bytes.AsSpan(1000)))).ShouldBe(Size);

        Stored(app, upload.Id).ShouldBe(SHA256.HashData(Bytes));
        Directory.GetFiles(app.UploadFolder).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_checksum_keeps_nothing()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.BeginAsync(ana, Size);
        await app.AppendAsync(ana, upload.Id, 0, Bytes.AsMemory(0, 1000));

        var wrong = Checksum("sha1", [1, 2, 3]);
        (await Refusals.RefusedAsync(() => app.AppendAsync(ana, upload.Id, 1000, Bytes.AsMemory(1000), wrong))).ShouldBe((400, "checksum_mismatch"));
        (await Refusals.RefusedAsync(() => app.AppendAsync(ana, upload.Id, 1000, Bytes.AsMemory(1000), "crc32 AAAA"))).ShouldBe((400, "checksum_unsupported"));
        (await Refusals.RefusedAsync(() => app.AppendAsync(ana, upload.Id, 1000, Bytes.AsMemory(1000), "sha1 ***"))).ShouldBe((400, "checksum_malformed"));

        (await app.OffsetAsync(ana, upload.Id)).ShouldBe(1000);
        Directory.GetFiles(app.UploadFolder).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Bytes_beyond_the_declared_size_are_refused()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var ana = app.World.Person("ana");
        var upload = await app.BeginAsync(ana, 1000);

        (await Refusals.RefusedAsync(() => app.AppendAsync(ana, upload.Id, 0, Bytes.AsMemory(0, 1001)))).ShouldBe((413, "beyond_size"));

        (await app.OffsetAsync(ana, upload.Id)).ShouldBe(0);
    }

    [Fact]
    public async Task An_upload_belongs_to_who_began_it()
    {
        await using var app = await VideoApp.StartAsync(postgres);
        var (ana, ben) = (app.World.Person("ana"), app.World.Person("ben"));
        var upload = await app.BeginAsync(ana, 1000);

        (await app.Uploads(ben).GetUploadAsync(new GetUploadRequest { Id = upload.Id }).RefusedAsync()).ShouldBe((404, "not_found"));
        (await app.Uploads(null).GetUploadAsync(new GetUploadRequest { Id = upload.Id }).RefusedAsync()).ShouldBe((401, "unauthenticated"));
        (await Refusals.RefusedAsync(() => app.AppendAsync(ben, upload.Id, 0, Bytes.AsMemory(0, 10)))).ShouldBe((404, "not_found"));
        (await app.Uploads(ben).TerminateUploadAsync(new TerminateUploadRequest { Id = upload.Id }).RefusedAsync()).ShouldBe((404, "not_found"));
        (await app.Uploads(ben).ListUploadsAsync(new ListUploadsRequest())).Items.ShouldBeEmpty();
        (await app.Uploads(ana).ListUploadsAsync(new ListUploadsRequest())).Items.Single().Id.ShouldBe(upload.Id);
    }

    private static async Task<long> Settled(VideoApp app, Guid owner, string upload)
    {
        var last = -1L;
        return await Eventually(() => app.OffsetAsync(owner, upload), at => Interlocked.Exchange(ref last, at) == at);
    }

    private static byte[] Stored(VideoApp app, string upload) => SHA256.HashData(File.ReadAllBytes(Path.Combine(app.UploadFolder, upload)));

    private static string Checksum(string algorithm, ReadOnlySpan<byte> bytes)
        => $"{algorithm} {Convert.ToBase64String(CryptographicOperations.HashData(new HashAlgorithmName(algorithm.ToUpperInvariant()), bytes))}";

    private static byte[] Clip(int size, int seed = 1)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}

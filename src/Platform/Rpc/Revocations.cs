using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Zoetrope.Platform.Rpc;

/// <summary>
/// The sessions that ended before their last access token did. Loaded before the process is ready, read on by number every five
/// seconds, hastened by <c>SessionRevoked</c> events. When it could not be read for 60 s nothing is vouched for any more: an ended
/// session must not live on because Auth cannot be reached.
/// </summary>
public sealed class Revocations : IDisposable
{
    internal static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromSeconds(60);

    // While Auth is away, callers are refused at once instead of queueing for one attempt each.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _ended = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly ITokenAuthority _authority;
    private readonly TimeProvider _time;
    private long _seq;
    private long _readAt;
    private DateTimeOffset _failedAt = DateTimeOffset.MinValue;
    private volatile bool _loaded;

    internal Revocations(ITokenAuthority authority, TimeProvider time) => (_authority, _time) = (authority, time);

    /// <summary>Whether the list has been read within the last 60 s.</summary>
    public bool IsFresh => _loaded && _time.GetElapsedTime(Interlocked.Read(ref _readAt)) < Patience;

    /// <summary>Whether the session has ended.</summary>
    public bool Contains(Guid session) => _ended.ContainsKey(session);

    /// <summary>Notes an ended session at once, where an event or the own process says so before the next poll.</summary>
    public void Add(Guid session, DateTimeOffset until) => _ended[session] = until;

    /// <summary>Reads the list where it is not fresh; 503 where it cannot be read.</summary>
    internal ValueTask EnsureFreshAsync(CancellationToken cancel) => IsFresh ? ValueTask.CompletedTask : new ValueTask(RefreshAsync(cancel));

    /// <summary>Reads what is new.</summary>
    public async Task PollAsync(CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            await ReadAsync(cancel);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task RefreshAsync(CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            if (IsFresh) return;
            if (_time.GetUtcNow() - _failedAt < Pause || !await TryReadAsync(cancel)) throw Fault.Unavailable(retryAfterSeconds: 5);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<bool> TryReadAsync(CancellationToken cancel)
    {
        try
        {
            await ReadAsync(cancel);
            return true;
        }
        catch (RpcException)
        {
            _failedAt = _time.GetUtcNow();
            return false;
        }
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        // The moment of asking counts, not that of the answer: what ended in between is not in it.
        var asked = _time.GetTimestamp();
        while (true)
        {
            var page = await _authority.ListRevocationsAsync(_seq, cancel);
            foreach (var item in page.Items) Add(Guid.Parse(item.SessionId), DateTimeOffset.FromUnixTimeMilliseconds(item.UntilMs));
            _seq = Math.Max(_seq, page.LastSeq);
            if (page.Items.Count == 0) break;
        }
        Interlocked.Exchange(ref _readAt, asked);
        _loaded = true;
        Forget(_time.GetUtcNow());
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (session, until) in _ended)
            if (until <= now) _ended.TryRemove(session, out _);
    }
}

/// <summary>Keeps <see cref="Revocations"/> current while the process runs, and the process not ready until they are loaded.</summary>
internal sealed class RevocationPoll(Revocations revocations, TimeProvider time, ILogger<RevocationPoll> logger)
    : RepeatedWork(Revocations.PollEvery, "Could not read the list of ended sessions; after 60 seconds of this nobody counts as signed in", time, logger, first: TimeSpan.Zero), IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(revocations.IsFresh ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The list of ended sessions cannot be read from Auth."));

    public override Task RunOnceAsync(CancellationToken cancel) => revocations.PollAsync(cancel);
}

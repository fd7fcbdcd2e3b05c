using System.Collections.Concurrent;
using StackExchange.Redis;

namespace Zoetrope.Gateway.Limits;

/// <summary>
/// Counts tries in fixed windows in Redis, one for all gateways. Budgets of up to 60 a window ask every time; larger ones lease blocks
/// of 2 %, at most a hundred tries, and spend them in memory: the common request costs no round trip, and many gateways find something
/// left. Never more than the limit is let through.
/// </summary>
internal sealed class RateLimiter(IConnectionMultiplexer redis, IConfiguration configuration, TimeProvider time)
{
    private const int AskEachTime = 60, LargestBlock = 100, MostTracked = 100_000;

    // The only writer of the key's expiry is whoever created it, so a window never grows by being tried.
    private const string Lease = """
        local spent = redis.call('INCRBY', KEYS[1], ARGV[1])
        if spent == tonumber(ARGV[1]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
        return spent
        """;

    private readonly ConcurrentDictionary<(string Budget, string Who), Window> _windows = new();
    private readonly double _multiplier = configuration.GetValue("Limits:Multiplier", 1.0);

    public async ValueTask<Spent> SpendAsync(Budget budget, string who)
    {
        var limit = (int)Math.Clamp(budget.Limit * _multiplier, 1, 100_000_000);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var length = (long)budget.Window.TotalMilliseconds;
        var start = now / length * length;
        var window = WindowOf((budget.Name, who), start);
        var reset = (int)Math.Ceiling((start + length - now) / 1000.0);

        var block = limit <= AskEachTime ? 1 : Math.Clamp(limit / 50, 1, LargestBlock);
        while (!window.TrySpend())
        {
            if (window.IsExhausted) return new Spent(false, limit, 0, reset);
            try
            {
                await window.FillAsync(async () => (limit - await LeaseAsync($"limit:{budget.Name}:{who}:{start}", block, length), block));
            }
            catch (Exception error) when (error is RedisException or TimeoutException)
            {
                if (!budget.Guarded) return new Spent(true, limit, 0, reset);
                return new Spent(window.SpendAlone(limit), limit, 0, reset);
            }
        }
        return new Spent(true, limit, window.Left, reset);
    }

    private async Task<long> LeaseAsync(string key, int block, long lifeMs)
    {
        // Asking while there is no connection would cost every request the timeout.
        if (!redis.IsConnected) throw new TimeoutException("Redis is away.");
        return (long)await redis.GetDatabase().ScriptEvaluateAsync(Lease, [key], [block, lifeMs]);
    }

    private Window WindowOf((string, string) key, long start)
    {
        if (_windows.TryGetValue(key, out var window) && window.Start == start) return window;
        if (_windows.Count > MostTracked) Sweep(start);
        return _windows.AddOrUpdate(key, _ => new Window(start), (_, old) => old.Start == start ? old : new Window(start));
    }

    private void Sweep(long start)
    {
        foreach (var (key, window) in _windows)
            if (window.Start < start) _windows.TryRemove(key, out _);
    }

    /// <summary>What this gateway holds of one spender's window.</summary>
    private sealed class Window(long start)
    {
        private readonly Lock _lock = new();
        private long _held;
        private long _free;
        private int _alone;
        private Task? _filling;

        public long Start { get; } = start;
        public bool IsExhausted { get; private set; }

        /// <summary>How many more tries there are at least, as far as this gateway knows.</summary>
        public int Left
        {
            get { lock (_lock) return (int)(_held + _free); }
        }

        public bool TrySpend()
        {
            lock (_lock) return _held > 0 && _held-- > 0;
        }

        /// <summary>Leases one block, whoever waits for it: were there several at once, a late "none left" could be heard before an earlier grant.</summary>
        /// <param name="lease">What is left in all gateways' budget after the block (negative when it was overdrawn), and the block's size.</param>
        public Task FillAsync(Func<Task<(long Left, int Block)>> lease)
        {
            lock (_lock) return _filling is { IsCompleted: false } ? _filling : _filling = GrantAsync();

            async Task GrantAsync()
            {
                var (left, block) = await lease();
                // The last block may be cut short by the limit: what lies below it is still ours.
                var granted = Math.Clamp(left + block, 0, block);
                lock (_lock)
                {
                    _held += granted;
                    _free = Math.Max(0, left);
                    IsExhausted = granted == 0;
                }
            }
        }

        public bool SpendAlone(int limit)
        {
            lock (_lock) return _alone++ < limit;
        }
    }
}

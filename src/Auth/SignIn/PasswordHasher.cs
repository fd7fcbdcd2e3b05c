using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;
using Zoetrope.Auth.SignUp;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Auth.SignIn;

/// <summary>
/// Argon2id with the figures of OWASP's cheat sheet (m = 19 MiB, t = 2, p = 1; 16–20 ms of one core). At most four run at once and a bounded
/// number wait, so that a flood of sign-ins costs neither the memory nor the cores that everybody else needs.
/// </summary>
internal sealed class PasswordHasher : IDisposable
{
    private const int AtOnce = 4, MostWaiting = 64, SaltBytes = 16, HashBytes = 32;
    private static readonly Argon2Parameters Parameters = new() { DegreeOfParallelism = 1, MemorySize = 19 * 1024, NumberOfPasses = 2 };

    // Verified against where there is no account: the same work, and never right.
    private static readonly Stored Nobody = new(Parameters, RandomNumberGenerator.GetBytes(SaltBytes), RandomNumberGenerator.GetBytes(HashBytes));

    private readonly SemaphoreSlim _slots = new(AtOnce, AtOnce);
    private int _waiting;
    private long _made;

    /// <summary>How many hashes were made, right or wrong: the work that a sign-in must cost whoever it is for.</summary>
    public long Made => Interlocked.Read(ref _made);

    /// <summary>The hash in PHC string form, with its salt and figures.</summary>
    public Task<string> HashAsync(string password, CancellationToken cancel) => QueueAsync(() => Make(password, Parameters), cancel);

    internal static string Make(string password, Argon2Parameters parameters)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new Stored(parameters, salt, Derive(password, salt, parameters)).ToString();
    }

    /// <summary>Whether this is the password. Without a stored hash it takes as long and says no.</summary>
    public async Task<bool> VerifyAsync(string password, string? stored, CancellationToken cancel)
    {
        var known = stored is { Length: > 0 } ? Stored.Parse(stored) : Nobody;
        var hash = await QueueAsync(() => Derive(password, known.Salt, known.Parameters), cancel);
        return CryptographicOperations.FixedTimeEquals(hash, known.Hash) && known != Nobody;
    }

    /// <summary>Whether the hash was made with other figures than today's, so that it should be made anew while the password is at hand.</summary>
    public static bool IsOutdated(string stored) => Stored.Parse(stored).Parameters is var p
        && (p.MemorySize != Parameters.MemorySize || p.NumberOfPasses != Parameters.NumberOfPasses || p.DegreeOfParallelism != Parameters.DegreeOfParallelism);

    public void Dispose() => _slots.Dispose();

    /// <exception cref="Grpc.Core.RpcException">503: too many are waiting already.</exception>
    private async Task<T> QueueAsync<T>(Func<T> hash, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting + AtOnce)
        {
            Interlocked.Decrement(ref _waiting);
            throw Fault.Unavailable(retryAfterSeconds: 2, "busy");
        }
        try
        {
            await _slots.WaitAsync(cancel);
            try
            {
                // A signed-in person's call may run here from another service's thread: hashing goes to one of its own.
                Interlocked.Increment(ref _made);
                return await Task.Run(hash, cancel);
            }
            finally
            {
                _slots.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static byte[] Derive(string password, byte[] salt, Argon2Parameters parameters)
    {
        var bytes = Encoding.UTF8.GetBytes(Passwords.Clean(password));
        try
        {
            return PasswordBasedKeyDerivationAlgorithm.Argon2id(parameters).DeriveBytes(bytes, salt, HashBytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>$argon2id$v=19$m=19456,t=2,p=1$salt$hash, base64 without padding.</summary>
    private sealed record Stored(Argon2Parameters Parameters, byte[] Salt, byte[] Hash)
    {
        public static Stored Parse(string text)
        {
            if (text.Split('$') is not ["", "argon2id", "v=19", var figures, var salt, var hash]) throw new FormatException("Not a password hash of ours.");
            var numbers = figures.Split(',').Select(f => int.Parse(f.AsSpan(2), CultureInfo.InvariantCulture)).ToArray();
            return new Stored(new() { MemorySize = numbers[0], NumberOfPasses = numbers[1], DegreeOfParallelism = numbers[2] }, Decode(salt), Decode(hash));
        }

        public override string ToString()
            => $"$argon2id$v=19$m={Parameters.MemorySize},t={Parameters.NumberOfPasses},p={Parameters.DegreeOfParallelism}${Encode(Salt)}${Encode(Hash)}";

        private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

        private static byte[] Decode(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
    }
}

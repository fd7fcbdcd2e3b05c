using System.Diagnostics;
using Xunit;
using Zoetrope.Platform.Media;

namespace Zoetrope.Testing;

/// <summary>
/// A real S3 service for the tests of one process: Debian's OpenStack Swift with its S3 API, started when first asked for. It checks
/// signatures, which lighter ones do not. <c>./test</c> installs it where it may; where it is missing, tests are skipped with words.
/// </summary>
public sealed class S3Fixture : IAsyncDisposable
{
    private const string Packages = "swift-proxy swift-account swift-container swift-object";
    private static readonly string[] Pythons = ["/usr/bin/python3"];

    private readonly Lazy<Task<Uri?>> _service;
    private readonly TestFolder _folder = new();
    private Process? _process;
    private int _count;

    public S3Fixture() => _service = new(StartAsync);

    /// <summary>A new bucket; the test is skipped with words where there is no service.</summary>
    public async Task<S3Options> NewBucketAsync(string prefix = "")
    {
        var endpoint = await _service.Value;
        Assert.SkipWhen(endpoint is null, $"OpenStack Swift is not here (apt install {Packages}).");
        var options = new S3Options
        {
            Endpoint = endpoint,
            Bucket = $"media-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}",
            Prefix = prefix,
            AccessKey = "zoetrope:tester",
            SecretKey = "testing",
            PartMiB = 5,
        };
        await S3Buckets.CreateAsync(options);
        return options;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        _folder.Dispose();
    }

    private async Task<Uri?> StartAsync()
    {
        if (!await HasSwiftAsync()) return null;
        var port = FreePorts.Next();
        var start = new ProcessStartInfo(Pythons[0]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in (string[])[Path.Combine(AppContext.BaseDirectory, "swift-node.py"), _folder["swift"], $"{port}"]) start.ArgumentList.Add(word);
        _process = Process.Start(start)!;
        var said = new System.Collections.Concurrent.ConcurrentQueue<string?>();
        _process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data);
        _process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        if (await _process.StandardOutput.ReadLineAsync(patience.Token) == "ready") return new Uri($"http://127.0.0.1:{port}");
        throw new InvalidOperationException($"Swift did not start:\n{string.Join('\n', said)}");
    }

    private static async Task<bool> HasSwiftAsync() => File.Exists(Pythons[0]) && await RunAsync(Pythons[0], "-c", "import swift.common.wsgi, swift.proxy.server, swift.obj.server, swift.account.server, swift.container.server, eventlet") == 0;

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}

file static class S3Buckets
{
    public static async Task CreateAsync(S3Options options)
    {
        using var client = new Amazon.S3.AmazonS3Client(options.AccessKey, options.SecretKey, new Amazon.S3.AmazonS3Config { ServiceURL = options.Endpoint!.ToString(), ForcePathStyle = true, AuthenticationRegion = options.Region, UseHttp = true });
        await client.PutBucketAsync(new Amazon.S3.Model.PutBucketRequest { BucketName = options.Bucket });
    }
}

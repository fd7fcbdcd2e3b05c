[assembly: AssemblyFixture(typeof(Zoetrope.Product.Tests.SharedApp))]

namespace Zoetrope.Product.Tests;

/// <summary>One instance for all tests that only add people and clips of their own; started when first asked for.</summary>
public sealed class SharedApp : IAsyncDisposable
{
    private readonly Lazy<Task<ZoetropeApp>> _app = new(() => ZoetropeApp.StartAsync());
    private readonly TestFolder _folder = new();
    private readonly Lazy<Task<string>> _clip;

    public SharedApp() => _clip = new(() => TestClip.MakeAsync(_folder));

    public Task<ZoetropeApp> GetAsync() => _app.Value;

    /// <summary>A short upright clip with sound.</summary>
    public Task<string> ClipAsync() => _clip.Value;

    public async ValueTask DisposeAsync()
    {
        if (_app.IsValueCreated && _app.Value.IsCompletedSuccessfully) await (await _app.Value).DisposeAsync();
        _folder.Dispose();
    }
}

using Shouldly;
using Xunit;
using Zoetrope.Platform.Media;

namespace Zoetrope.Platform.Tests.Media;

public sealed class DiskMediaStoreTests : MediaStoreContract, IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("zoetrope-media-").FullName;

    protected override IMediaStore Store => new DiskMediaStore(_root);

    [Fact]
    public async Task Nothing_temporary_is_left_behind()
    {
        await PutAsync("public/v/1/x", "1");
        await Store.DeletePrefixAsync("public/v/", TestContext.Current.CancellationToken);
        Directory.EnumerateFileSystemEntries(Path.Combine(_root, ".incoming")).ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}

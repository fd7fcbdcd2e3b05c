using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Zoetrope.Interaction.Data;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Interaction.Known;

/// <summary>What viewers see of single videos, asked together where they ask at the same time. Says nothing about who may see what.</summary>
internal sealed class SeenTogether
{
    private static readonly string Pairs =
        $"{SeenVideo.Select("x.viewer")}, x.n {SeenVideo.From} join unnest($1::uuid[], $2::uuid[]) with ordinality x (viewer, video, n) on x.video = v.video_id";

    private readonly NpgsqlDataSource _source;
    private readonly Together<Pair, SeenVideo> _together;

    public SeenTogether([FromKeyedServices(typeof(InteractionDb))] NpgsqlDataSource source) => (_source, _together) = (source, new(ReadAsync));

    /// <returns>Null where the copy does not know the video, or could not be read.</returns>
    public Task<SeenVideo?> ReadAsync(Viewer viewer, Guid id, CancellationToken cancel) => _together.RunAsync(new Pair(viewer.AccountId ?? Guid.Empty, id), cancel);

    private async Task<SeenVideo?[]> ReadAsync(IReadOnlyList<Pair> pairs)
    {
        var rows = await _source.ReadAsync(Pairs, row => (Seen: SeenVideo.Read(row), N: row.GetInt64(18)), CancellationToken.None,
            pairs.Select(p => p.Viewer).ToArray(), pairs.Select(p => p.Video).ToArray());
        var seen = new SeenVideo?[pairs.Count];
        foreach (var row in rows) seen[row.N - 1] = row.Seen;
        return seen;
    }

    private sealed record Pair(Guid Viewer, Guid Video);
}

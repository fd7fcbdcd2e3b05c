using Zoetrope.Platform.Text;
using Zoetrope.Video.Catalog;
using Zoetrope.Video.Data;
using SearchBase = Zoetrope.Contracts.Video.V1.Search.SearchBase;

namespace Zoetrope.Video.Search;

/// <summary>Finding videos and tags; each method has its own file.</summary>
internal sealed partial class SearchService(VideoDb db, VideoSight sight, SearchTerms terms, TimeProvider time) : SearchBase
{
    private const int LongestQuery = 200;

    private static string Query(string text) => TextRules.Clean("q", text, LongestQuery).Trim();
}

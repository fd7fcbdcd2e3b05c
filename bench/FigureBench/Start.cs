using System.Globalization;
using System.Net;
using System.Text;
using Zoetrope.Testing;

namespace Zoetrope.FigureBench;

/// <summary>From <c>./run</c>, built before, to the first page and to the first upload that is accepted.</summary>
internal static class Start
{
    private const int Runs = 5;

    public static async Task<Report> MeasureAsync()
    {
        var (firstPage, firstUpload, againPage, againUpload) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < Runs; run++)
        {
            using var folder = new TestFolder();
            await using (var first = Instance.Start(folder))
            {
                await OnceAsync(first, firstPage, firstUpload);
                await first.SetUpAsync();
            }
            await using (var again = Instance.Start(folder)) await OnceAsync(again, againPage, againUpload);
        }
        var report = new Report("Seconds from ./run to serving",
            $"From starting `./run`, built before, to the first page (`/`, rendered by the web app; the setup page the first time) and to the first upload whose bytes are accepted (tus, 204; a sign-up comes before it). {Runs} runs each, medians, slowest in brackets. Goal: 6 s.",
            "start", "first page", "first upload accepted");
        report.Add("the first, on an empty data folder", Both(firstPage), Both(firstUpload));
        report.Add("every other", Both(againPage), Both(againUpload));
        return report;
    }

    private static async Task OnceAsync(Instance instance, List<double> pages, List<double> uploads)
    {
        var page = instance.ServesPagesAsync();
        Person? person = null;
        var name = $"a{Guid.CreateVersion7().ToString("N")[16..28]}";
        var upload = await instance.UntilAsync(async () =>
        {
            person ??= await instance.SignUpAsync(name);
            return await AcceptedAsync(person.Http);
        });
        uploads.Add(upload);
        pages.Add(await page);
        person?.Dispose();
    }

    private static async Task<bool> AcceptedAsync(HttpClient http)
    {
        var bytes = new byte[256 * 1024];
        using var create = new HttpRequestMessage(HttpMethod.Post, "/api/uploads");
        create.Headers.Add("Tus-Resumable", "1.0.0");
        create.Headers.Add("Upload-Length", bytes.Length.ToString(CultureInfo.InvariantCulture));
        create.Headers.Add("Upload-Metadata", $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes("clip.mp4"))}");
        using var created = await http.SendAsync(create);
        if (created.StatusCode != HttpStatusCode.Created) return false;
        using var patch = new HttpRequestMessage(HttpMethod.Patch, created.Headers.Location) { Content = new ByteArrayContent(bytes) };
        patch.Headers.Add("Tus-Resumable", "1.0.0");
        patch.Headers.Add("Upload-Offset", "0");
        patch.Content.Headers.ContentType = new("application/offset+octet-stream");
        using var patched = await http.SendAsync(patch);
        return patched.StatusCode == HttpStatusCode.NoContent;
    }

    private static string Both(List<double> values) => $"{Report.Seconds(Report.Median(values))} ({Report.Seconds(values.Max())})";
}

// The social side as ratios to bare things, in one run. Usage: SocialBench [statement|like|watches|comments|screen …]   (all without a name)
// Writes bench/results/<date>-social.md when all were measured.
using System.Globalization;
using Zoetrope.SocialBench;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
string[] all = ["statement", "like", "watches", "comments", "screen"];
var wanted = args.Length == 0 ? all : args;
var rows = new List<string>();
async Task SayAsync(string row)
{
    rows.Add(row);
    await Console.Out.WriteLineAsync(row);
}

if (wanted.Contains("statement")) await SayAsync(await LikeStatement.MeasureAsync());
if (wanted.Any(name => name != "statement"))
{
    await using var whole = await Whole.StartAsync();
    if (wanted.Contains("like")) await SayAsync(await whole.LikeAsync());
    if (wanted.Contains("watches")) await SayAsync(await whole.WatchesAsync());
    if (wanted.Contains("comments")) await SayAsync(await whole.CommentsAsync());
    if (wanted.Contains("screen")) await SayAsync(await whole.ScreenAsync());
}
if (wanted.Length < all.Length) return 0;

var date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
var root = new DirectoryInfo(AppContext.BaseDirectory);
while (!File.Exists(Path.Combine(root.FullName, "Zoetrope.slnx"))) root = root.Parent!;
Directory.CreateDirectory(Path.Combine(root.FullName, "bench", "results"));
await File.WriteAllTextAsync(Path.Combine(root.FullName, "bench", "results", $"{date}-social.md"), $"""
    # The social side, as ratios

    Each ratio is the median of several rounds in which both sides took turns on the same machine and the same PostgreSQL (durable, as installed). {Environment.ProcessorCount} cores, shared by server, database and load.

    | what | measured | goal | of what |
    |---|---|---|---|
    {string.Join('\n', rows)}

    Load average at the end: {(await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0]}. Again: `bench/social.sh`

    """);
return 0;

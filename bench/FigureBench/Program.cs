// The figures of a whole instance, as its owner meets it: started by ./run, spoken to through its public door.
// Usage: FigureBench [start|memory|playable|live …] [--minutes 10]   (all four without a name)
using System.Globalization;
using Zoetrope.FigureBench;

var minutes = 10.0;
var wanted = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--minutes" && i + 1 < args.Length) minutes = double.Parse(args[++i], CultureInfo.InvariantCulture);
    else wanted.Add(args[i]);
}
var figures = new (string Name, Func<Task<Report>> Measure)[]
{
    ("start", Start.MeasureAsync),
    ("memory", () => Memory.MeasureAsync(TimeSpan.FromMinutes(minutes))),
    ("playable", Playable.MeasureAsync),
    ("live", Live.MeasureAsync),
};
if (wanted.FirstOrDefault(name => figures.All(f => f.Name != name)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"Unknown figure {unknown}. Choose from: {string.Join(", ", figures.Select(f => f.Name))}.");
    return 2;
}
foreach (var (name, measure) in figures.Where(f => wanted.Count == 0 || wanted.Contains(f.Name)))
{
    await Console.Out.WriteLineAsync($"Measuring {name} …");
    await Console.Out.WriteLineAsync(await (await measure()).WriteAsync(name));
}
return 0;

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Zoetrope.Testing;

namespace Zoetrope.FigureBench;

/// <summary>A whole instance started by <c>./run</c> on a free port, with a data folder of its own, open to everybody and without limits.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();

    private Instance(Process process, Uri url, long started)
    {
        (_process, Url, Started) = (process, url, started);
        process.OutputDataReceived += (_, line) => { if (line.Data is not null) _said.Enqueue(line.Data); };
        process.ErrorDataReceived += (_, line) => { if (line.Data is not null) _said.Enqueue(line.Data); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The repository.</summary>
    public static string Root { get; } = Locate();

    public Uri Url { get; }

    /// <summary>When its process was started, on the stopwatch.</summary>
    public long Started { get; }

    public static Instance Start(TestFolder folder)
    {
        var ports = FreePorts.Next(3);
        var start = new ProcessStartInfo(Path.Combine(Root, "run"), ["--port", $"{ports[0]}"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Root };
        start.Environment["Data__Path"] = folder["data"];
        start.Environment["Management__Port"] = $"{ports[1]}";
        start.Environment["Instance__Registration"] = "open";
        start.Environment["Limits__Multiplier"] = "10000";
        var started = Stopwatch.GetTimestamp();
        return new Instance(Process.Start(start)!, new Uri($"http://localhost:{ports[0]}"), started);
    }

    /// <summary>Seconds since its process was started until this works for the first time.</summary>
    public async Task<double> UntilAsync(Func<Task<bool>> works)
    {
        while (true)
        {
            if (_process.HasExited) throw new InvalidOperationException($"It ended with {_process.ExitCode}:\n{string.Join('\n', _said)}");
            try
            {
                if (await works()) return Stopwatch.GetElapsedTime(Started).TotalSeconds;
            }
            catch (HttpRequestException) { /* not yet */ }
            if (Stopwatch.GetElapsedTime(Started) > TimeSpan.FromMinutes(3)) throw new TimeoutException($"It never came up:\n{string.Join('\n', _said)}");
            await Task.Delay(15);
        }
    }

    /// <summary>Until a page comes, made by the web app.</summary>
    public async Task<double> ServesPagesAsync()
    {
        // As a browser does: a fresh instance sends it on to its setup page.
        using var browser = new HttpClient { BaseAddress = Url };
        return await UntilAsync(async () =>
        {
            using var answer = await browser.GetAsync("/");
            return answer.StatusCode == HttpStatusCode.OK && (await answer.Content.ReadAsStringAsync()).Contains("</html>", StringComparison.Ordinal);
        });
    }

    public HttpClient NewBrowser()
    {
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Add("Origin", Url.GetLeftPart(UriPartial.Authority));
        return http;
    }

    /// <summary>Uses the setup link, so that pages are what they are every day.</summary>
    public async Task SetUpAsync()
    {
        var token = await Waiting.Eventually(() => Task.FromResult(_said.Select(line => line.Split("/setup#")).FirstOrDefault(parts => parts.Length == 2)?[1].Trim() ?? ""), until: found => found.Length > 0);
        using var admin = new Person(NewBrowser(), "admin", "admin@example.test", "correct horse battery staple 7");
        await admin.PostAsync("/api/setup", new { token, username = "olga", email = admin.Email, password = admin.Password, displayName = "Olga", instance = new { name = "Figures", registration = "open" } });
    }

    public async Task<Person> SignUpAsync(string name)
    {
        var person = new Person(NewBrowser(), name, $"{name}@example.test", "correct horse battery staple 7");
        person.Me = (await person.PostAsync("/api/auth/register", new { username = name, email = person.Email, password = person.Password }))["user"]!;
        return person;
    }

    /// <summary>Proportional share of memory (PSS) of every process of the instance, in MB, by what it is.</summary>
    public IReadOnlyList<(string Name, double Megabytes)> Memory()
        => [.. Tree(_process.Id).GroupBy(NameOf).Select(g => (g.Key, g.Sum(Pss))).OrderByDescending(p => p.Item2)];

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private static IEnumerable<int> Tree(int root)
    {
        yield return root;
        foreach (var child in Directory.GetDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), out var pid) ? pid : 0).Where(pid => pid > 0 && ParentOf(pid) == root).ToArray())
        {
            foreach (var each in Tree(child)) yield return each;
        }
        // The embedded PostgreSQL detaches itself: its postmaster works in the data folder.
        if (PostmasterOf(root) is not { } postmaster) yield break;
        foreach (var each in Tree(postmaster)) yield return each;
    }

    private static int? PostmasterOf(int pid)
    {
        try
        {
            var data = File.ReadAllText($"/proc/{pid}/environ").Split('\0').FirstOrDefault(v => v.StartsWith("Data__Path=", StringComparison.Ordinal))?["Data__Path=".Length..];
            var comm = File.ReadAllText($"/proc/{pid}/comm");
            if (data is null || !comm.StartsWith("dotnet", StringComparison.Ordinal)) return null;
            return int.Parse(File.ReadLines(Path.Combine(data, "postgres", "18", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return null; }
    }

    private static int ParentOf(int pid)
    {
        try { return int.Parse(File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].Split(' ')[2], CultureInfo.InvariantCulture); }
        catch (IOException) { return 0; }
    }

    private static string NameOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").Trim() switch
            {
                "dotnet" => "zoetrope (services, gateway, Garnet)",
                var name when name.StartsWith("postgres", StringComparison.Ordinal) => "PostgreSQL, all processes",
                var name when name.StartsWith("node", StringComparison.Ordinal) || name.StartsWith("next", StringComparison.Ordinal) => "node (the web app)",
                var name => name,
            };
        }
        catch (IOException) { return "gone"; }
    }

    private static double Pss(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/smaps_rollup").First(l => l.StartsWith("Pss:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException) { return 0; }
    }

    private static string Locate()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Zoetrope.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}

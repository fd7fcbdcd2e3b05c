using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Zoetrope.Product.Tests.Host;

/// <summary>The program as its user meets it: words instead of stack traces, and nothing left behind.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Roles", "gateway,vidoe", "Unknown role \"vidoe\". Choose from: all, infra, web, gateway, auth")]
    [InlineData("Instance:Registration", "everyone", "Instance:Registration is \"everyone\": choose from open, invite, approval, closed.")]
    [InlineData("Database:Url", "postgres//nowhere", "Database:Url: embedded, or an address such as postgres://")]
    public async Task A_wrong_value_stops_the_start_with_a_sentence(string key, string value, string words)
    {
        var (code, output) = await ZoetropeProcess.RunAsync(["serve"], Settings((key, value)));
        code.ShouldBe(1);
        output.ShouldContain(words);
        output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_dead_database_is_told_in_a_sentence()
    {
        var (code, output) = await ZoetropeProcess.RunAsync(["migrate"], Settings(("Database:Url", "postgres://zoetrope:x@127.0.0.1:1"), ("Redis:Url", "127.0.0.1:1"), ("Secrets:Root", Convert.ToBase64String(new byte[32]))));
        code.ShouldBe(1);
        output.ShouldContain("PostgreSQL does not answer");
        output.ShouldContain("Check Database:Url");
        output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_missing_web_app_is_told_before_anything_is_served()
    {
        Directory.CreateDirectory(_folder["empty"]);
        var (code, output) = await ZoetropeProcess.RunAsync(["serve", "--roles", "web"], Settings(("Web:Folder", _folder["empty"]), ("Secrets:Root", Convert.ToBase64String(new byte[32])),
            ("Database:Url", "postgres://zoetrope:x@127.0.0.1:1"), ("Redis:Url", "127.0.0.1:1")));
        code.ShouldBe(1);
        output.ShouldContain("The web app has not been built. Start with ./run");
        output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_taken_port_is_named_with_the_way_out()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var (code, output) = await ZoetropeProcess.RunAsync(["serve", "--roles", "infra"], Settings(("Management:Port", $"{port}")));
        code.ShouldBe(1);
        output.ShouldContain($"Port {port} is in use by another program.");
        output.ShouldContain("Management__Port=N");
        output.ShouldNotContain("Creating the database");
        output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_second_instance_on_one_data_folder_is_refused()
    {
        await using var first = Infra();
        await first.SaysAsync("Ready after");
        var (code, output) = await ZoetropeProcess.RunAsync(["serve", "--roles", "infra"], Settings());
        code.ShouldBe(1);
        output.ShouldContain("is in use by another Zoetrope");
        first.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task Stopping_leaves_no_server_behind()
    {
        await using var infra = Infra();
        await infra.SaysAsync("Ready after");
        var server = Server();
        await infra.StopAsync();
        infra.ExitCode.ShouldBe(0);
        IsAlive(server).ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_left_by_a_killed_program_is_found_and_stopped()
    {
        int orphan;
        await using (var killed = Infra())
        {
            await killed.SaysAsync("Ready after");
            orphan = Server();
            KillGuard();
            await killed.KillAsync();
        }
        IsAlive(orphan).ShouldBeTrue("its guard was killed too, so the server must still run");

        await using var next = Infra();
        await next.SaysAsync("was left behind; stopping it");
        await next.SaysAsync("Ready after");
        IsAlive(orphan).ShouldBeFalse();
        Server().ShouldNotBe(orphan);
    }

    [Fact]
    public async Task The_server_ends_with_a_killed_program()
    {
        await using var infra = Infra();
        await infra.SaysAsync("Ready after");
        var server = Server();
        await infra.KillAsync();
        await Eventually(() => !IsAlive(server));
    }

    [Fact]
    public async Task Runs_as_an_ordinary_user()
    {
        Assert.SkipUnless(Environment.UserName == "root", "This run is an ordinary user's already.");
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_111_111);
        await using var infra = ZoetropeProcess.Start(["serve", "--until-input-ends", "--roles", "infra"], Settings(("HOME", "/tmp")), "setpriv", "--reuid=1", "--regid=1", "--clear-groups");
        await infra.SaysAsync("Ready after");
        (await File.ReadAllTextAsync($"/proc/{Server()}/status")).ShouldContain("Uid:\t1\t");
    }

    [Fact]
    public async Task Doctor_says_what_to_do_about_a_dead_database()
    {
        var (code, output) = await ZoetropeProcess.RunAsync(["doctor"], Settings(("Database:Url", "postgres://zoetrope:x@127.0.0.1:1"), ("Redis:Url", "127.0.0.1:1")));
        code.ShouldBe(1);
        output.ShouldContain("FAIL  database");
        output.ShouldContain("Check Database:Url");
        output.ShouldContain("FAIL  redis");
        output.ShouldContain("Check Redis:Url");
        output.ShouldContain("ok    ffmpeg");
    }

    private ZoetropeProcess Infra() => ZoetropeProcess.Start(["serve", "--until-input-ends", "--roles", "infra"], Settings());

    private Dictionary<string, string?> Settings(params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?> { ["Data:Path"] = _folder["data"], ["Management:Port"] = $"{FreePorts.Next()}" };
        foreach (var (key, value) in more) settings[key] = value;
        return settings;
    }

    private int Server() => int.Parse(File.ReadLines(_folder["data/postgres/18/postmaster.pid"]).First());

    private void KillGuard()
    {
        foreach (var process in Directory.GetDirectories("/proc").Where(IsGuard)) Process.GetProcessById(int.Parse(Path.GetFileName(process))).Kill();
    }

    private bool IsGuard(string proc)
    {
        try { return File.ReadAllText(Path.Combine(proc, "cmdline")).Contains($"zoetrope-postgres-guard\0{_folder.Path}", StringComparison.Ordinal); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return false; }
    }

    private static bool IsAlive(int pid)
    {
        try { return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal); }
        catch (IOException) { return false; }
    }
}

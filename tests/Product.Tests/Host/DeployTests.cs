using System.Text.RegularExpressions;
using Zoetrope.Host;

namespace Zoetrope.Product.Tests.Host;

/// <summary>What deploy/ says exists in the program: roles, ports and settings cannot drift apart from the code.</summary>
public sealed partial class DeployTests
{
    private static readonly string Root = Locate();
    private static readonly string Compose = File.ReadAllText(Path.Combine(Root, "deploy", "compose.yaml"));
    private static readonly string Dockerfile = File.ReadAllText(Path.Combine(Root, "deploy", "Dockerfile"));

    [Fact]
    public void Compose_runs_every_role_but_infra_and_each_once()
    {
        var roles = RoleArgument().Matches(Compose).Select(m => m.Groups["role"].Value).ToArray();
        roles.ShouldBe(Zoetrope.Platform.RoleNames.All.Where(r => r != "infra"), ignoreOrder: true);
    }

    [Fact]
    public void Every_setting_in_deploy_is_one_of_the_program_and_may_have_its_value()
    {
        var settings = Setting().Matches(Compose + Dockerfile.Replace(' ', '\n').Replace('=', ':')).ToArray();
        settings.Length.ShouldBeGreaterThan(10);
        foreach (var match in settings)
        {
            var key = match.Groups["key"].Value.Replace("__", ":", StringComparison.Ordinal);
            var known = Settings.Find(key).ShouldNotBeNull($"{key} is no setting");
            var value = Default().Replace(match.Groups["value"].Value.Trim(), "${default}");
            known.Problem?.Invoke(value).ShouldBeNull($"{key} cannot be {value}");
        }
    }

    [Fact]
    public void The_configuration_page_names_every_setting_and_no_other()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "config.md"));
        var told = Keys().Matches(page).Select(m => m.Groups["key"].Value).Distinct().ToArray();
        told.Length.ShouldBeGreaterThan(40);
        foreach (var key in told) Settings.Find(Placeholder().Replace(key, "auth")).ShouldNotBeNull($"{key} is in docs/config.md and is no setting");
        foreach (var setting in Settings.All.Where(s => !s.Key.EndsWith(":*", StringComparison.Ordinal)))
            told.Select(key => Placeholder().Replace(key, "*")).ShouldContain(setting.Key, $"{setting.Key} is missing in docs/config.md");
    }

    [Fact]
    public void The_image_copies_only_what_is_there()
    {
        foreach (var line in Dockerfile.Split('\n').Where(l => l.StartsWith("COPY ", StringComparison.Ordinal) && !l.Contains("--from", StringComparison.Ordinal)))
        {
            // The web stage copies the folder web into its own root.
            foreach (var path in line.Split(' ')[1..^1]) Path.Exists(Path.Combine(Root, path)).ShouldBeTrue($"{line}: {path} is not in the repository");
        }
        Dockerfile.ShouldContain("USER $APP_UID");
        Dockerfile.ShouldContain("HEALTHCHECK");
    }

    [Fact]
    public void Services_are_called_where_they_listen()
    {
        foreach (var service in Services.All)
        {
            var name = Zoetrope.Platform.RoleNames.Name(service.Role);
            Compose.ShouldContain($"Services__{name}__Url: http://{name}:{service.Port}");
        }
    }

    [Fact]
    public void Prometheus_asks_every_role_on_the_management_port()
    {
        var targets = File.ReadAllText(Path.Combine(Root, "deploy", "prometheus", "prometheus.yaml"));
        var port = Settings.Find("Management:Port")!.Default;
        foreach (Match role in RoleArgument().Matches(Compose)) targets.ShouldContain($"- {role.Groups["role"].Value}:{port}");
    }

    [Fact]
    public void Secrets_are_generated_and_never_written_down()
    {
        Compose.ShouldNotMatch(@"(?i)password:\s*\w");
        Dockerfile.ShouldNotMatch("(?i)(secret|password)");
    }

    private static string Locate()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Zoetrope.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"--roles, (?<role>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoleArgument();

    [GeneratedRegex(@"^\s*(?<key>[A-Z][A-Za-z]+__\w+): ?(?<value>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();

    [GeneratedRegex(@"`(?<key>[A-Z]\w*(:[\w{}*]+)*)`(?=[^|\n]*\|)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Keys();

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();

    /// <summary>What compose fills in: <c>${NAME:-default}</c>.</summary>
    [GeneratedRegex(@"\$\{\w+(:-(?<default>[^}]*)|:\?[^}]*)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Default();
}

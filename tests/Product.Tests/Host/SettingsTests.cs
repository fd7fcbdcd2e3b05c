using Microsoft.Extensions.Configuration;
using Zoetrope.Host;
using Zoetrope.Platform;

namespace Zoetrope.Product.Tests.Host;

/// <summary>Wrong settings get a sentence that says what would be right, all of them at once.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("Events:Log", "rabbit", "Events:Log is \"rabbit\": choose from postgres, kafka.")]
    [InlineData("Media:Store", "tape", "choose from disk")]
    [InlineData("Media:Preset", "placebo", "choose from ultrafast")]
    [InlineData("Limits:Multiplier", "0", "a number above 0 is needed.")]
    [InlineData("Limits:Multiplier", "much", "a number above 0 is needed.")]
    [InlineData("Gateway:Port", "70000", "a whole number from 1 to 65535 is needed.")]
    [InlineData("Services:auth:Port", "three", "a whole number from 1 to 65535 is needed.")]
    [InlineData("Gateway:Address", "localhost", "an IP address such as 127.0.0.1 or 0.0.0.0 is needed.")]
    [InlineData("Public:Url", "clips.example", "an origin such as https://clips.example is needed, without a path.")]
    [InlineData("Public:Url", "https://clips.example/sub", "an origin such as https://clips.example is needed, without a path.")]
    [InlineData("Services:auth:Url", "auth:3001", "an address such as http://127.0.0.1:3001 is needed.")]
    [InlineData("Uploads:MaxBytes", "2 GB", "a whole number from 1 is needed.")]
    [InlineData("Uploads:PerDay", "99999999999", "a whole number from 1 is needed.")]
    [InlineData("Events:Partitions", "0", "a whole number from 1 to 1024 is needed.")]
    [InlineData("Interaction:WatchDays", "1", "a whole number from 2")]
    [InlineData("Database:MaxConnections", "-3", "a whole number from 1 is needed.")]
    [InlineData("Database:Urls:video", "Host", "embedded, or an address such as postgres://")]
    [InlineData("Redis:Url", "", "embedded, or host:port,host:port,password=… is needed.")]
    [InlineData("Secrets:Root", "c2hvcnQ=", "at least 32 bytes as base64 are needed.")]
    [InlineData("Internal:Certificate", "/nowhere/cert.pem", "there is no such file.")]
    [InlineData("Data:Path", " ", "a folder is needed.")]
    [InlineData("Logging:Level", "loud", "choose from debug, information, warning, error.")]
    public void A_wrong_value_is_refused_with_what_would_be_right(string key, string value, string words)
    {
        var refusal = Refusal([new(key, value)]);
        refusal.ShouldStartWith(key);
        refusal.ShouldContain(words);
    }

    [Theory]
    [InlineData("Database:Url", "postgres://zoetrope:hunter2secret@:bad")]
    [InlineData("Secrets:Root", "hunter2secret")]
    public void What_may_hold_a_secret_is_not_repeated(string key, string value) => Refusal([new(key, value)]).ShouldNotContain("hunter2secret");

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
        => Refusal([new("Events:Log", "rabbit"), new("Gateway:Port", "x")]).Split('\n').Length.ShouldBe(2);

    [Fact]
    public void An_unknown_key_of_ours_in_the_environment_is_named_and_those_of_others_are_not()
    {
        Refusal([], environment: ["Database:Ulr", "MSBuild:Something", "PATH"]).ShouldBe("Database__Ulr in the environment is not a setting. Did you mean Database:Url?");
        Should.NotThrow(() => Settings.Validate(Configured([]), [], ["MSBuild:Something", "PATH", "ROLES"]));
    }

    [Theory]
    [InlineData("Gatway:Port", "Gatway__Port in the environment is not a setting. Did you mean Gateway__Port?")]
    [InlineData("REDISS:URL", "REDISS__URL in the environment is not a setting. Did you mean Redis__URL?")]
    [InlineData("Services2:auth:Url", "Services2__auth__Url in the environment is not a setting. Did you mean Services__auth__Url?")]
    public void A_misspelt_section_in_the_environment_is_warned_of(string key, string words) => Settings.Misspelt(["PATH", key]).ShouldBe([words]);

    [Theory]
    [InlineData("Gateway:Port")]
    [InlineData("GATEWAY:PORT")]
    [InlineData("DOTNET:Something")]
    [InlineData("wax:Something")]
    [InlineData("Gatway")]
    public void What_is_right_or_somebody_elses_is_not(string key) => Settings.Misspelt([key]).ShouldBeEmpty();

    [Fact]
    public void An_unknown_key_of_the_file_is_named_with_the_one_that_was_meant()
        => Refusal([], file: ["Instanz:Registration"]).ShouldBe("Instanz:Registration in zoetrope.json is not a setting. Did you mean Instance:Registration?");

    [Fact]
    public void Kafka_without_brokers_is_refused() => Refusal([new("Events:Log", "kafka")]).ShouldContain("Kafka:Brokers must name the brokers");

    [Theory]
    [InlineData("Failed to convert configuration value 'x' at 'Mail:Port' to type 'System.Int32'.", "Mail:Port is \"x\": a whole number is needed.")]
    public void What_the_binder_refuses_is_said_in_words(string message, string words) => StartFailure.Words(new InvalidOperationException(message)).ShouldBe(words);

    [Fact]
    public void A_bug_keeps_its_trace() => StartFailure.Words(new InvalidOperationException("Sequence contains no elements")).ShouldBeNull();

    private static string Refusal(KeyValuePair<string, string?>[] values, string[]? file = null, string[]? environment = null)
        => Should.Throw<StartException>(() => Settings.Validate(Configured(values), file ?? [], environment ?? [])).Message;

    private static IConfiguration Configured(IEnumerable<KeyValuePair<string, string?>> values)
        => new ConfigurationBuilder().AddInMemoryCollection(Settings.Defaults).AddInMemoryCollection(values).Build();
}

using System.Text.Json;
using Zoetrope.Platform.Rpc;

namespace Zoetrope.Platform.Tests.Rpc;

public sealed class AccessTokensTests : IDisposable
{
    private const string Issuer = "http://localhost:3000";

    private readonly FakeTime _time = new();
    private readonly TestTokens _authority;
    private readonly Revocations _revocations;
    private readonly AccessTokens _tokens;
    private readonly Guid _account = Guid.CreateVersion7(), _session = Guid.CreateVersion7();

    public AccessTokensTests()
    {
        _authority = new TestTokens(_time);
        _revocations = new Revocations(_authority, _time);
        _tokens = new AccessTokens(_authority, _revocations, _time, Issuer);
    }

    [Fact]
    public async Task A_good_token_says_who_it_is_until_it_expires()
    {
        var expires = _time.GetUtcNow().AddMinutes(15);
        var token = _authority.Issue(_account, _session, AccountRole.Moderator, expires);

        (await VerifyAsync(token)).ShouldBe(new VerifiedToken(_account, _session, AccountRole.Moderator, expires));
        _time.Advance(TimeSpan.FromMinutes(15));
        await PollAsync();
        (await VerifyAsync(token)).ShouldBeNull();
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("AT+JWT")]
    [InlineData("")]
    public async Task Only_the_type_of_access_tokens_passes(string type) => (await VerifyAsync(_authority.Sign(type, Claims()))).ShouldBeNull();

    [Theory]
    [InlineData("iss", "http://localhost:3001")]
    [InlineData("iss", "http://localhost:3000/")]
    [InlineData("aud", "somebody-else")]
    [InlineData("sub", "ana")]
    [InlineData("sid", "")]
    [InlineData("exp", "soon")]
    [InlineData("exp", 0L)]
    [InlineData("exp", -1L)]
    [InlineData("exp", long.MaxValue)]
    public async Task Every_claim_must_be_right(string name, object value)
    {
        var claims = Claims();
        (await VerifyAsync(_authority.Sign("at+jwt", claims))).ShouldNotBeNull();

        claims[name] = value;
        (await VerifyAsync(_authority.Sign("at+jwt", claims))).ShouldBeNull();
        claims.Remove(name);
        (await VerifyAsync(_authority.Sign("at+jwt", claims))).ShouldBeNull();
    }

    [Fact]
    public async Task One_changed_character_anywhere_is_refused()
    {
        var token = _authority.Sign("at+jwt", Claims());
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            (await VerifyAsync(new string(changed))).ShouldBeNull($"character {i}");
        }
        (await VerifyAsync(token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_unknown_key_is_asked_for_but_not_at_every_token()
    {
        await VerifyAsync(_authority.Sign("at+jwt", Claims()));
        using var stranger = new TestTokens(_time);
        stranger.RotateKey();

        for (var i = 0; i < 20; i++) (await VerifyAsync(stranger.Issue(_account, Guid.CreateVersion7(), AccountRole.Admin, _time.GetUtcNow().AddMinutes(15)))).ShouldBeNull();
        _authority.KeyReads.ShouldBe(1, "the keys were read within the last ten seconds");

        _authority.RotateKey();
        _time.Advance(TimeSpan.FromSeconds(11));
        (await VerifyAsync(_authority.Sign("at+jwt", Claims()))).ShouldNotBeNull();
        _authority.KeyReads.ShouldBe(2);
    }

    [Fact]
    public async Task A_remembered_token_is_refused_once_its_session_is_revoked()
    {
        var token = _authority.Sign("at+jwt", Claims());
        (await VerifyAsync(token)).ShouldNotBeNull();

        _authority.Revoke(_session);
        await PollAsync();

        (await VerifyAsync(token)).ShouldBeNull();
        (await VerifyAsync(_authority.Issue(_account, _session, AccountRole.User, _time.GetUtcNow().AddMinutes(15)))).ShouldBeNull("a new token of the ended session");
        (await VerifyAsync(_authority.Issue(_account, Guid.CreateVersion7(), AccountRole.User, _time.GetUtcNow().AddMinutes(15)))).ShouldNotBeNull();
    }

    [Fact]
    public async Task While_Auth_is_away_remembered_tokens_are_good_for_a_minute_and_then_nobody_is_vouched_for()
    {
        var token = _authority.Sign("at+jwt", Claims());
        (await VerifyAsync(token)).ShouldNotBeNull();
        _authority.IsAway = true;

        _time.Advance(TimeSpan.FromSeconds(59));
        (await VerifyAsync(token)).ShouldNotBeNull();
        _time.Advance(TimeSpan.FromSeconds(2));
        Fault.Of(await Should.ThrowAsync<Grpc.Core.RpcException>(() => VerifyAsync(token))).HttpStatus.ShouldBe(503);

        _authority.IsAway = false;
        _time.Advance(TimeSpan.FromSeconds(2));
        (await VerifyAsync(token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_ended_while_Auth_was_away_is_known_before_anything_is_vouched_for_again()
    {
        var token = _authority.Sign("at+jwt", Claims());
        (await VerifyAsync(token)).ShouldNotBeNull();
        _authority.IsAway = true;
        _authority.Revoke(_session);
        _time.Advance(TimeSpan.FromSeconds(61));
        _authority.IsAway = false;

        (await VerifyAsync(token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_revocation_is_forgotten_when_no_token_can_be_left()
    {
        _authority.Revoke(_session);
        await PollAsync();
        _revocations.Contains(_session).ShouldBeTrue();

        _time.Advance(AccessTokens.Lifetime + TimeSpan.FromSeconds(1));
        await PollAsync();

        _revocations.Contains(_session).ShouldBeFalse();
    }

    /// <summary>
    /// Project Wycheproof's vectors for JSON Web Signatures, every one against the key of its group as our JWKS reader takes it. None that is
    /// invalid may pass. Valid ones pass where they are what we use, ES256; and as access tokens none at all, for their type is not ours.
    /// </summary>
    [Fact]
    public async Task No_invalid_vector_of_Wycheproof_is_accepted()
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Rpc", "wycheproof_jws.json")));
        var (accepted, seen) = (new List<int>(), 0);
        foreach (var group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            var keys = Keys(group);
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                seen++;
                // A few vectors are JSON objects: the other serialisation, which is not a token of ours either.
                var text = test.GetProperty("jws") is { ValueKind: JsonValueKind.String } jws ? jws.GetString()! : test.GetProperty("jws").GetRawText();
                (await VerifyAsync(text)).ShouldBeNull();
                if (Jws.Parse(text) is not { } parsed || !keys.Values.Any(key => parsed.IsSignedBy(key))) continue;
                test.GetProperty("result").GetString().ShouldBe("valid", $"vector {test.GetProperty("tcId")}: {test.GetProperty("comment")}");
                accepted.Add(test.GetProperty("tcId").GetInt32());
            }
        }
        seen.ShouldBe(401);
        accepted.ShouldBe([18, 378]);
    }

    private static IReadOnlyDictionary<string, System.Security.Cryptography.ECParameters> Keys(JsonElement group)
    {
        var key = group.TryGetProperty("public", out var found) ? found : group.GetProperty("private");
        var fields = key.EnumerateObject().Where(p => p.Name != "kid").ToDictionary(p => p.Name, p => p.Value);
        fields["kid"] = JsonSerializer.SerializeToElement("the one");
        return TokenKeys.Parse(JsonSerializer.Serialize(new { keys = new[] { fields } }));
    }

    private Dictionary<string, object> Claims() => new()
    {
        ["iss"] = Issuer,
        ["aud"] = "zoetrope",
        ["sub"] = _account.ToString(),
        ["sid"] = _session.ToString(),
        ["role"] = "user",
        ["exp"] = _time.GetUtcNow().AddMinutes(15).ToUnixTimeSeconds(),
    };

    private Task<VerifiedToken?> VerifyAsync(string token) => _tokens.Verify(token, CancellationToken.None).AsTask();

    private Task PollAsync() => _revocations.PollAsync(CancellationToken.None);

    public void Dispose()
    {
        _tokens.Dispose();
        _revocations.Dispose();
        _authority.Dispose();
    }
}

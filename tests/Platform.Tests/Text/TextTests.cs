using System.Text;
using Grpc.Core;
using Zoetrope.Platform.Rpc;
using Zoetrope.Platform.Text;
using Zoetrope.Platform.Web;

namespace Zoetrope.Platform.Tests.Text;

public sealed class TextTests
{
    [Fact]
    public void Text_is_kept_in_nfc_and_otherwise_as_written()
    {
        TextRules.Clean("bio", "Cafe\u0301  \n<b>", 100).ShouldBe("Caf\u00e9  \n<b>");
        TextRules.Clean("bio", null, 100).ShouldBe("");
    }

    [Theory]
    [InlineData("a\0b", "invalid_text")]
    [InlineData("   ", "required")]
    [InlineData("", "required")]
    [InlineData("abcdef", "too_long")]
    public void What_cannot_be_kept_is_refused_naming_the_field(string text, string code)
    {
        var problem = Fault.Of(Should.Throw<RpcException>(() => TextRules.Clean("title", text, 5, required: true)));
        problem.HttpStatus.ShouldBe(422);
        problem.Fields.Single().ShouldSatisfyAllConditions(f => f.Field.ShouldBe("title"), f => f.Code.ShouldBe(code));
    }

    // As characters, because attributes are stored as UTF-8, which has no place for these.
    [Fact]
    public void Half_characters_are_refused()
    {
        foreach (var broken in new[] { '\ud800', '\udc00', '\ufffe' }) TextRules.TryClean($"a{broken}b", 5, required: true, out _).ShouldBe("invalid_text");
        TextRules.TryClean("a\ud83d\ude00b", 5, required: true, out _).ShouldBeNull();
    }

    [Fact]
    public void Limits_count_what_people_call_characters_with_a_cap_in_bytes()
    {
        const string family = "👨‍👩‍👧‍👦";
        TextRules.Clean("title", string.Concat(Enumerable.Repeat("é", 5)), 5).Length.ShouldBe(5);
        Should.NotThrow(() => TextRules.Clean("title", family, 2));
        // One letter under a thousand marks is one grapheme, and still too much.
        Should.Throw<RpcException>(() => TextRules.Clean("title", "a" + new string('\u0301', 1000), 50));
    }

    [Theory]
    [InlineData("sun #kites and #Kites2!", "tag:kites", "tag:kites2")]
    [InlineData("#über#nein #42 #_x", "tag:über", "tag:_x")]
    [InlineData("hi @ana.b. and mail a@b.com", "mention:ana.b")]
    [InlineData("see https://example.org/a?b=1#frag. #real", "link:https://example.org/a?b=1#frag", "tag:real")]
    [InlineData("#日本語 タグ", "tag:日本語")]
    [InlineData("C# &#39; a/#b @@ab")]
    public void Entities_are_found_where_people_mean_them(string text, params string[] expected)
    {
        var entities = TextEntities.Find(text);
        entities.Select(e => $"{e.Type}:{e.Value}").ShouldBe(expected);
        foreach (var e in entities.Where(e => e.Type == "mention")) text[e.Start..e.End].ShouldBe("@" + e.Value);
    }

    [Fact]
    public void Every_naughty_text_is_either_kept_or_refused_and_never_breaks_entities()
    {
        foreach (var line in File.ReadLines(TestMedia.Beside("naughty.txt")).Where(l => l.Length > 0 && l[0] != '#'))
        {
            var text = System.Text.Json.JsonSerializer.Deserialize<string>(line.Split('\t', 3)[2])!;
            if (TextRules.TryClean(text, 5000, required: false, out var clean) is not null) continue;
            clean.ShouldBe(string.IsNullOrEmpty(text) ? "" : text.Normalize(NormalizationForm.FormC));
            foreach (var e in TextEntities.Find(clean)) e.ShouldSatisfyAllConditions(x => x.Start.ShouldBeGreaterThanOrEqualTo(0), x => x.End.ShouldBeLessThanOrEqualTo(clean.Length), x => x.End.ShouldBeGreaterThan(x.Start));
        }
    }
}

public sealed class CursorTests
{
    [Fact]
    public void A_cursor_comes_back_as_it_went()
    {
        var place = new TimeCursor(new DateTimeOffset(2026, 11, 1, 2, 3, 4, 567, 890, TimeSpan.Zero), Guid.CreateVersion7());
        TimeCursor.Parse(place.ToString()).ShouldBe(place);
        TimeCursor.Parse("").ShouldBeNull();
        Cursor.Decode(Cursor.Encode("a", "", "ü"), 3).ShouldBe(["a", "", "ü"]);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("AAAAAAAAAAAAAAAA")]
    [InlineData("%%%")]
    [InlineData("0")]
    public void A_cursor_that_is_not_ours_is_400(string cursor)
        => Fault.Of(Should.Throw<RpcException>(() => TimeCursor.Parse(cursor))).ShouldSatisfyAllConditions(p => p.HttpStatus.ShouldBe(400), p => p.Code.ShouldBe("invalid_cursor"));

    [Theory]
    [InlineData("-1")]
    [InlineData("3155378976000000000")]
    [InlineData("9223372036854775807")]
    [InlineData("soon")]
    public void A_cursor_at_a_time_no_calendar_has_is_400(string ticks)
        => Fault.Of(Should.Throw<RpcException>(() => TimeCursor.Parse(Cursor.Encode(ticks, Guid.Empty.ToString())))).Code.ShouldBe("invalid_cursor");

    [Fact]
    public void A_cursor_of_another_list_is_400()
        => Fault.Of(Should.Throw<RpcException>(() => TimeCursor.Parse(Cursor.Encode("1", "2", "3")))).Code.ShouldBe("invalid_cursor");
}

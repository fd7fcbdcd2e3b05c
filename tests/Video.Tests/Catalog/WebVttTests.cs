using System.Text;
using Zoetrope.Video.Catalog;

namespace Zoetrope.Video.Tests.Catalog;

public sealed class WebVttTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "alert(1)")]
    [InlineData("<img src=x onerror=alert(1)>Hi", "Hi")]
    [InlineData("a < b & c", "a &lt; b &amp; c")]
    [InlineData("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;")]
    [InlineData("<v Ana>Hello</v>", "<v Ana>Hello</v>")]
    [InlineData("<v Ana\"onx=\">Hello", "<v Ana\"onx=\">Hello</v>")]
    [InlineData("<c.red.big>Hello</c>", "Hello")]
    [InlineData("<i><b>both</i> none</b>", "<i><b>both</b></i> none")]
    [InlineData("<00:00:01.500>karaoke", "karaoke")]
    [InlineData("two\nlines", "two\nlines")]
    [InlineData("one\u0001two", "one two")]
    public void Text_keeps_known_tags_and_escapes_the_rest(string text, string expected)
        => Read($"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}\n").ShouldHaveSingleItem().Text.ShouldBe(expected);

    [Fact]
    public void Notes_styles_regions_and_identifiers_are_dropped()
    {
        var cues = Read("\uFEFFWEBVTT - title\r\n\r\nSTYLE\r\n::cue { background: url(https://evil.example) }\r\n\r\nNOTE secret\r\n\r\nREGION\r\nid:r\r\n\r\nintro\r\n01:00:00.500 --> 01:00:02.000 align:start position:10% region:r onx:1\r\nHello\r\n");
        WebVtt.Write(cues).ShouldBe("WEBVTT\n\n01:00:00.500 --> 01:00:02.000 align:start position:10%\nHello\n");
    }

    [Fact]
    public void What_was_written_reads_the_same_again()
    {
        var once = WebVtt.Write(Read("WEBVTT\n\n00:03.000 --> 00:04.000\n<v Ana>B &amp; C</v>\n\n00:01.000 --> 00:02.000\nfirst\n"));
        once.ShouldStartWith("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nfirst\n");
        WebVtt.Write(Read(once)).ShouldBe(once);
    }

    [Theory]
    [InlineData("")]
    [InlineData("WEBVTTX\n\n00:01.000 --> 00:02.000\nx\n")]
    [InlineData("WEBVTT\n")]
    [InlineData("WEBVTT\n\n00:01 --> 00:02\nx\n")]
    [InlineData("WEBVTT\n\n00:61.000 --> 00:62.000\nx\n")]
    [InlineData("WEBVTT\n\n99:00:00.000 --> 99:00:01.000\nx\n")]
    [InlineData("WEBVTT\n\n00:01.000 --> 00:02.000\nx\0y\n")]
    public void What_is_no_webvtt_is_refused(string text) => WebVtt.TryRead(Encoding.UTF8.GetBytes(text), out _, out _).ShouldBeFalse();

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused() => WebVtt.TryRead([.. "WEBVTT\n\n00:01.000 --> 00:02.000\n"u8, 0xE4, 0xFF], out _, out _).ShouldBeFalse();

    private static List<Cue> Read(string text)
    {
        WebVtt.TryRead(Encoding.UTF8.GetBytes(text), out var cues, out _).ShouldBeTrue();
        return cues;
    }
}

using ActiveResponse.Diagnostics;

namespace ActiveResponse.Tests.Diagnostics;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("plain text, ümläut", "plain text, ümläut")]
    [InlineData("a\nb\u001b[31m", "a\\u000ab\\u001b[31m")]
    [InlineData("\u202egnp.exe", "\\u202egnp.exe")]
    public void Escapes_what_would_break_or_disguise_a_line(string? text, string expected) => SafeText.Of(text).Should().Be(expected);

    [Fact]
    public void A_byte_that_is_not_UTF8_is_shown_as_the_byte() => SafeText.Of("evil\udce9.php").Should().Be("evil\\xe9.php");

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character() =>
        SafeText.Of("half \ud800 pair").Should().Be("half \ufffd pair");

    [Fact]
    public void Cuts_long_text_to_the_length_it_was_given()
    {
        SafeText.Of(new string('a', 500), 100).Should().HaveLength(100).And.EndWith("a…");
        SafeText.Of(new string('a', 100), 100).Should().Be(new string('a', 100));
        SafeText.Of(new string('\n', 500), 100).Length.Should().BeLessThanOrEqualTo(100);
    }
}

using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed class OsRegexTests
{
    [Fact]
    public void Compiles_as_OSSEC_reads_it_unless_told_otherwise()
    {
        // In Wazuh a lone $ matches the empty text only.
        OsRegex.TryCompile("$", out var regex).Should().BeTrue();

        regex!.IsMatch("syslog,"u8).Should().BeTrue();
    }

    [Theory]
    [InlineData(ConfigDialect.Ossec, 2048)]
    [InlineData(ConfigDialect.Wazuh, 20480)]
    public void Refuses_a_pattern_over_the_length_limit(ConfigDialect dialect, int limit)
    {
        OsRegex.TryCompile(new string('a', limit), dialect, out var longest).Should().BeTrue();
        longest!.IsMatch(Bytes(new string('A', limit))).Should().BeTrue();

        OsRegex.TryCompile(new string('a', limit + 1), dialect, out var tooLong).Should().BeFalse();
        tooLong.Should().BeNull();
    }

    [Fact]
    public void Counts_the_length_limit_in_bytes() =>
        OsRegex.TryCompile(new string('é', 1025), ConfigDialect.Ossec, out _).Should().BeFalse();

    [Theory]
    [InlineData(250, true)]
    [InlineData(251, false)]
    public void Refuses_parentheses_nested_too_deep_for_OSSEC(int depth, bool accepted) =>
        OsRegex.TryCompile(new string('(', depth) + "a" + new string(')', depth), out _).Should().Be(accepted);

    [Fact]
    public void Counts_only_the_parentheses_that_are_open() =>
        OsRegex.TryCompile(string.Concat(Enumerable.Repeat("(a)", 500)), out _).Should().BeTrue();

    [Theory]
    [InlineData(ConfigDialect.Ossec)]
    [InlineData(ConfigDialect.Wazuh)]
    public void Ends_pattern_and_text_at_a_NUL(ConfigDialect dialect)
    {
        OsRegex.TryCompile("web\0never", dialect, out var regex).Should().BeTrue();

        regex!.IsMatch("web,"u8).Should().BeTrue();
        regex.IsMatch("pam,\0web,"u8).Should().BeFalse();
    }

    [Theory]
    [InlineData(ConfigDialect.Ossec, true)]
    [InlineData(ConfigDialect.Wazuh, false)]
    public void Takes_a_character_of_two_bytes_for_one_only_in_OSSEC(ConfigDialect dialect, bool matches)
    {
        OsRegex.TryCompile(@"^(\.)\.$", dialect, out var regex).Should().BeTrue();

        regex!.IsMatch("aé"u8).Should().Be(matches);
    }

    [Fact]
    public void Finds_nothing_in_a_text_that_is_no_UTF8_in_OSSEC_but_for_what_is_anchored()
    {
        byte[] text = [(byte)'w', (byte)'e', (byte)'b', 0xFF];

        // Answers of OSSEC at commit 7f06fe0d: its library refuses the text, its own comparison of bytes doesn't look.
        Match("web", text).Should().BeFalse();
        Match(@"\.", text).Should().BeFalse();
        Match("web|pam", text).Should().BeFalse();
        Match("^web", text).Should().BeTrue();
        OsRegex.TryCompile("web", ConfigDialect.Wazuh, out var wazuh).Should().BeTrue();
        wazuh!.IsMatch(text).Should().BeTrue();
    }

    [Theory]
    [InlineData("\u017F$", "S", false)]
    [InlineData("\u017F$", "\u017F", true)]
    [InlineData("\u017F", "S", true)]
    [InlineData("^\u212Ax", "kx", false)]
    [InlineData("\u212Ax", "kx", true)]
    public void Folds_the_long_s_and_the_Kelvin_sign_only_where_OSSEC_does(string pattern, string text, bool matches) =>
        Match(pattern, Bytes(text)).Should().Be(matches);

    [Fact]
    public void Matches_bytes_outside_of_ASCII_as_themselves_in_Wazuh()
    {
        OsRegex.TryCompile("é", ConfigDialect.Wazuh, out var regex).Should().BeTrue();

        regex!.IsMatch("café,"u8).Should().BeTrue();
        regex.IsMatch("CAFÉ,"u8).Should().BeFalse();
    }

    [Theory]
    [InlineData(ConfigDialect.Ossec, @"\S+,\w+_failed")]
    [InlineData(ConfigDialect.Wazuh, @"\S+,\w+_failed")]
    [InlineData(ConfigDialect.Ossec, "^syslog,")]
    public void Matching_allocates_nothing(ConfigDialect dialect, string pattern)
    {
        OsRegex.TryCompile(pattern, dialect, out var regex).Should().BeTrue();
        var text = Bytes("syslog,sshd,authentication_failed,");
        var matches = regex!.IsMatch(text);

        var allocated = Allocated.By(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                matches &= regex.IsMatch(text);
            }
        });

        allocated.Should().Be(0);
        matches.Should().BeTrue();
    }

    private static bool Match(string pattern, byte[] text) => OsRegex.TryCompile(pattern, out var regex) && regex.IsMatch(text);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

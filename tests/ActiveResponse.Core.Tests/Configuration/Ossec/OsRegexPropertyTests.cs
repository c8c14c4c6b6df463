using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tests.Configuration.Ossec;

public sealed class OsRegexPropertyTests
{
    private static readonly string[] Pieces =
    [
        "a",
        "B",
        "1",
        ",",
        "_",
        " ",
        ".",
        "+",
        "*",
        "?",
        "$",
        "^",
        "|",
        "(",
        ")",
        "\\",
        @"\w",
        @"\W",
        @"\d",
        @"\D",
        @"\s",
        @"\S",
        @"\p",
        @"\.",
        @"\w+",
        @"\d*",
        @"\S+",
        @"\.*",
        @"\\",
        @"\(",
        @"\)",
        @"\x",
        "é",
        "\n",
        "\0",
    ];

    private static Gen<string> Patterns => Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces));

    private static Gen<string> Texts =>
        Gen.Elements("a", "A", "b", "1", ",", "_", " ", "$", "(", "\\", "é", "\n", "syslog,")
            .ListOf()
            .Select(pieces => string.Concat(pieces));

    private static Gen<string> Words =>
        Gen.Elements("abcXYZ019_,- ".ToCharArray()).NonEmptyListOf().Select(letters => string.Concat(letters));

    private static Gen<ConfigDialect> Dialects => Gen.Elements(ConfigDialect.Ossec, ConfigDialect.Wazuh);

    [Fact]
    public void Never_throws_and_takes_linear_time_whatever_the_pattern() =>
        Prop.ForAll(
                Arb.From(Dialects),
                Arb.From(Patterns),
                Arb.From(Texts),
                static (dialect, pattern, text) =>
                {
                    return !OsRegex.TryCompile(pattern, dialect, out var regex) || StepsAreLinear(regex, pattern, Bytes(text));
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(@"\w*\w*\w*\w*\w*\w*x")]
    [InlineData(@"\.+\.+\.+\.+\.+\.+\.+x$")]
    [InlineData(@"\S*\w+\w*\w\w+b\d2")]
    [InlineData(@"(\w*)\w*(\w*)\w*$,")]
    [InlineData(@"a\w+b\w+a\w+b\w+a\w+\d$")]
    [InlineData(@"((a|b\\)*|(b|a\\)*\\)*x")]
    public void Takes_linear_time_where_going_back_would_take_forever(string pattern)
    {
        var text = Bytes(string.Concat(Enumerable.Repeat("ab", 5_000)));
        foreach (var dialect in Enum.GetValues<ConfigDialect>())
        {
            if (OsRegex.TryCompile(pattern, dialect, out var regex))
            {
                regex.IsMatch(text).Should().BeFalse();
                StepsAreLinear(regex, pattern, text).Should().BeTrue();
            }
        }
    }

    [Fact]
    public void Gives_up_going_back_when_the_steps_are_used_up()
    {
        const string pattern = @"\w*\w*\w*\w*x";
        var text = Bytes(new string('a', 400) + " ");
        OsRegex.TryCompile(pattern, ConfigDialect.Wazuh, out var regex).Should().BeTrue();

        regex!.IsMatch(text, out var steps).Should().BeFalse();

        steps.Should().Be((OsRegexWalk.Patience * (text.Length + 1L) * (5 + 1)) + 1);
    }

    [Fact]
    public void Case_makes_no_difference() =>
        Prop.ForAll(
                Arb.From(Dialects),
                Arb.From(Words),
                Arb.From(Texts),
                static (dialect, word, text) =>
                {
                    OsRegex.TryCompile(word, dialect, out var regex).Should().BeTrue();
                    OsRegex.TryCompile(word.ToUpperInvariant(), dialect, out var upper).Should().BeTrue();
                    var matches = regex!.IsMatch(Bytes(text + word + text));
                    return matches
                        && upper!.IsMatch(Bytes((text + word).ToLowerInvariant()))
                        && regex.IsMatch(Bytes(text.ToUpperInvariant())) == upper.IsMatch(Bytes(text.ToLowerInvariant()));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Plain_characters_are_searched_for_as_string_search_does() =>
        Prop.ForAll(
                Arb.From(Dialects),
                Arb.From(Words),
                Arb.From(Words),
                static (dialect, pattern, text) =>
                {
                    pattern = pattern[..Math.Min(pattern.Length, 2)];
                    return Matches(pattern, dialect, text) == text.Contains(pattern, StringComparison.OrdinalIgnoreCase)
                        && Matches("^" + pattern, dialect, text) == text.StartsWith(pattern, StringComparison.OrdinalIgnoreCase)
                        && Matches("^" + pattern + "$", dialect, text) == text.Equals(pattern, StringComparison.OrdinalIgnoreCase);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_branch_more_never_takes_a_match_away() =>
        Prop.ForAll(
                Arb.From(Dialects),
                Arb.From(Words.Two()),
                Arb.From(Texts),
                static (dialect, words, text) =>
                {
                    var (one, other) = words;
                    return Matches(one + "|" + other, dialect, text) == (Matches(one, dialect, text) || Matches(other, dialect, text));
                }
            )
            .QuickCheckThrowOnFailure();

    private static bool StepsAreLinear(OsRegex regex, string pattern, byte[] text)
    {
        regex.IsMatch(text, out var steps);
        return steps <= (OsRegexWalk.Patience + 1) * (text.Length + 1L) * (Encoding.UTF8.GetByteCount(pattern) + 2L);
    }

    private static bool Matches(string pattern, ConfigDialect dialect, string text) =>
        OsRegex.TryCompile(pattern, dialect, out var regex) && regex.IsMatch(Bytes(text));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

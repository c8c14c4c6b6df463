using System.Text;
using ActiveResponse.Configuration;
using Xunit;

namespace ActiveResponse.Testing.Conformance;

/// <summary>What every <see cref="IConfigParser"/> must do, whatever format it reads. Derive from it in a test project; xunit finds the
/// tests.</summary>
public abstract class ConfigParserConformance
{
    /// <summary>A parser.</summary>
    protected abstract IConfigParser Create();

    /// <summary>A configuration in its format that is right, with at least one response.</summary>
    protected abstract string Good { get; }

    /// <summary>A configuration in its format that has an error, e.g. a response whose command isn't there.</summary>
    protected abstract string Bad { get; }

    [Theory]
    [InlineData(ConfigDialect.Wazuh)]
    [InlineData(ConfigDialect.Ossec)]
    public void A_right_configuration_is_read_in_the_dialect_that_is_asked_for(ConfigDialect dialect)
    {
        var result = Parse(Encoding.UTF8.GetBytes(Good), new ConfigParseOptions { Dialect = dialect });

        Assert.True(result.Accepted, string.Join('\n', result.Problems));
        Assert.DoesNotContain(result.Problems, static problem => problem.Severity == ConfigSeverity.Error);
        Assert.Equal(dialect, result.Config.Dialect);
        Assert.NotEmpty(result.Config.Responses);
        Assert.All(
            result.Config.Responses,
            static response =>
            {
                Assert.NotEmpty(response.Name);
                Assert.NotEmpty(response.Command.Executable);
                Assert.True(response.Timeout >= TimeSpan.Zero, "a timeout is never negative");
                Assert.NotEqual(ResponseLocation.None, response.Locations);
            }
        );
    }

    [Fact]
    public void An_error_says_what_is_wrong_and_where()
    {
        var result = Parse(Encoding.UTF8.GetBytes(Bad), new ConfigParseOptions { FileName = "/etc/mine.conf" });

        Assert.True(result.HasErrors, "the configuration has an error");
        var error = result.Problems.First(static problem => problem.Severity == ConfigSeverity.Error);
        Assert.NotEmpty(error.Code);
        Assert.NotEmpty(error.Message);
        Assert.Equal("/etc/mine.conf", error.File);
        Assert.True(error.Line >= 1, "a person must find it");
    }

    [Fact]
    public void What_is_not_accepted_has_an_error_that_says_why()
    {
        foreach (var content in Damaged().Append(Encoding.UTF8.GetBytes(Bad)))
        {
            var result = Parse(content);
            Assert.True(
                result.Accepted || result.Problems.Any(static problem => problem.Severity == ConfigSeverity.Error),
                "a refusal without a reason"
            );
        }
    }

    [Fact]
    public void No_content_throws()
    {
        foreach (var content in Damaged())
        {
            var result = Parse(content);
            Assert.NotNull(result.Config);
            Assert.False(result.Problems.IsDefault);
            Assert.False(result.ArConf.IsDefault);
            Assert.False(result.Config.Responses.IsDefault);
        }
    }

    [Fact]
    public void The_same_content_gives_the_same_from_several_threads()
    {
        var parser = Create();
        var content = Encoding.UTF8.GetBytes(Good);
        var expected = Describe(parser.Parse(content, new ConfigParseOptions()));

        Parallel.For(0, 100, _ => Assert.Equal(expected, Describe(parser.Parse(content, new ConfigParseOptions()))));
    }

    [Fact]
    public void What_was_read_does_not_change_with_the_bytes_it_was_read_from()
    {
        var content = Encoding.UTF8.GetBytes(Good);
        var result = Parse(content);
        var before = Describe(result);

        content.AsSpan().Fill((byte)'x');

        Assert.Equal(before, Describe(result));
    }

    [Fact]
    public void Missing_options_are_an_error_of_the_caller() =>
        Assert.Throws<ArgumentNullException>(() => Create().Parse(Encoding.UTF8.GetBytes(Good), null!));

    private ConfigParseResult Parse(ReadOnlyMemory<byte> content, ConfigParseOptions? options = null) =>
        Create().Parse(content, options ?? new ConfigParseOptions());

    private static string Describe(ConfigParseResult result) =>
        string.Join(
            '\n',
            [
                $"{result.Accepted}",
                .. result.Problems.Select(static problem => problem.ToString()),
                .. result.Config.Responses.Select(static response =>
                    $"{response.Name} {response.Command.Executable} {response.Level} {response.RulesGroup} {response.Timeout}"
                ),
                Encoding.Latin1.GetString([.. result.ArConf]),
            ]
        );

    // Cut off anywhere, one byte changed, and what is no text at all.
    private IEnumerable<byte[]> Damaged()
    {
        var good = Encoding.UTF8.GetBytes(Good);
        for (var length = 0; length < good.Length; length += 1 + (good.Length / 100))
        {
            yield return good[..length];
        }

        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var changed = good.ToArray();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            yield return changed;
        }

        var noise = new byte[10_000];
        random.NextBytes(noise);
        yield return noise;
        yield return new byte[10_000];
        yield return [0xEF, 0xBB, 0xBF, .. good];
        yield return Encoding.Unicode.GetBytes(Good);
        yield return [.. Enumerable.Repeat(good, 50).SelectMany(static copy => copy)];
        yield return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<a>", 5000)));
        yield return Encoding.UTF8.GetBytes(new string('[', 20_000));
    }
}

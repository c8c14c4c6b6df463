using ActiveResponse.Configuration;
using ActiveResponse.Matching;
using ActiveResponse.Tests.Support;
using static ActiveResponse.Tests.Matching.MatchingSamples;

namespace ActiveResponse.Tests.Matching;

public sealed class RuleMatcherAllocationTests
{
    [Theory]
    [InlineData(ConfigDialect.Ossec, 3, "syslog,sshd,")]
    [InlineData(ConfigDialect.Wazuh, 3, "syslog,sshd,")]
    // Wazuh: the groups match here and only the level is missing.
    [InlineData(ConfigDialect.Wazuh, 3, "web,attack,")]
    public void Allocates_nothing_when_nothing_fires(ConfigDialect dialect, int level, string groups)
    {
        var config = Config(
            dialect,
            Enumerable
                .Range(0, 1_000)
                .Select(i =>
                    (i % 2) switch
                    {
                        0 => Response(4 + (i % 12), dialect == ConfigDialect.Wazuh ? @"web|\w+_failed" : "never" + i),
                        _ => Response(null, null, (uint)(100_000 + i)),
                    }
                )
        );
        var matcher = new RuleMatcher(config);
        var key = Key(5712, level, groups);
        var fired = matcher.Match(key).Length;

        var allocated = Allocated.By(
            key,
            key =>
            {
                for (var i = 0; i < 1_000; i++)
                {
                    fired += matcher.Match(key).Length;
                }
            }
        );

        allocated.Should().Be(0);
        fired.Should().Be(0);
    }

    [Fact]
    public void Allocates_the_answer_and_nothing_else_when_something_fires()
    {
        var matcher = new RuleMatcher(Config(ConfigDialect.Ossec, Enumerable.Range(0, 1_000).Select(i => Response(3 + (i % 10), "web"))));
        var key = Key(5712, 3, "syslog,sshd,");
        var fired = matcher.Match(key);

        var allocated = Allocated.By(key, key => fired = matcher.Match(key));

        fired.Length.Should().Be(100);
        allocated.Should().BeLessThan((100 * 16) + 64);
    }
}

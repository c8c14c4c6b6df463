using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Matching;
using static ActiveResponse.Tests.Matching.MatchingSamples;

namespace ActiveResponse.Tests.Matching;

public sealed class GroupIndexTests
{
    [Fact]
    public void Answers_the_same_after_it_has_forgotten()
    {
        var index = Index("g1,", @"\d\d\d,");
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < GroupIndex.MaxRemembered + 10; i++)
            {
                var groups = $"g{i},";
                int[] expected = [.. i == 1 ? new[] { 0 } : [], .. i >= 100 ? new[] { 1 } : []];
                Find(index, groups).Should().Equal(expected);
            }
        }
    }

    [Fact]
    public void Remembers_no_more_than_its_limit()
    {
        var index = Index("never");
        for (var i = 0; i < 3 * GroupIndex.MaxRemembered; i++)
        {
            Find(index, $"g{i},");
        }

        index.Remembered.Should().BeInRange(1, GroupIndex.MaxRemembered);
    }

    [Fact]
    public void Searches_but_does_not_remember_a_very_long_list()
    {
        var index = Index("last,$");
        var groups = new string('a', GroupIndex.MaxRememberedLength) + ",last,";

        Find(index, groups).Should().Equal(0);
        index.Remembered.Should().Be(0);
    }

    [Fact]
    public void Threads_may_share_it()
    {
        var index = Index("g1,", "7");
        Parallel.For(
            0,
            8,
            _ =>
            {
                for (var i = 0; i < 2 * GroupIndex.MaxRemembered; i++)
                {
                    var groups = $"g{i},";
                    int[] expected = [.. i == 1 ? new[] { 0 } : [], .. groups.Contains('7', StringComparison.Ordinal) ? new[] { 1 } : []];
                    if (!Find(index, groups).SequenceEqual(expected))
                    {
                        throw new InvalidOperationException(groups);
                    }
                }
            }
        );
    }

    private static GroupIndex Index(params string[] patterns) =>
        new([.. patterns.Select(pattern => ResponseCondition.Of(Response(group: pattern), ConfigDialect.Ossec))], ConfigDialect.Ossec);

    private static int[] Find(GroupIndex index, string groups)
    {
        var found = index.Find(Encoding.UTF8.GetBytes(groups));
        var responses = new int[found.Length];
        for (var i = 0; i < found.Length; i++)
        {
            responses[i] = found[i].Response;
        }

        return responses;
    }
}

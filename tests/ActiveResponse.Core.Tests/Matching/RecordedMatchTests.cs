using ActiveResponse.Matching;

namespace ActiveResponse.Tests.Matching;

public sealed class RecordedMatchTests
{
    public static TheoryData<string> Sets() =>
        new(
            Directory
                .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Cases", "match"), "M*.json")
                .Select(file => Path.GetFileName(file))
                .Order()
        );

    [Theory]
    [MemberData(nameof(Sets))]
    public void Fires_what_OSSEC_sent(string file)
    {
        var set = RecordedSet.Read(Path.Combine(AppContext.BaseDirectory, "Cases", "match", file));
        var matcher = new RuleMatcher(set.Config);

        foreach (var recorded in set.Events)
        {
            var fired = matcher.Match(recorded.Key).Select(match => match.Response).ToList();
            var names = fired.Select(response => response.Name).ToList();

            // What was sent has fired, in this order; what has fired and nothing else withheld was sent.
            IsSubsequence(recorded.SentHere, names)
                .Should()
                .BeTrue("{0} was sent for {1}, and fired {2}", recorded.SentHere, recorded.Line, names);
            IsSubsequence(recorded.SentAway, names)
                .Should()
                .BeTrue("{0} was sent for {1}, and fired {2}", recorded.SentAway, recorded.Line, names);
            var sent = recorded.SentHere.Concat(recorded.SentAway).ToList();
            foreach (var must in fired.Where(response => !set.MayBeWithheld(response, recorded)).GroupBy(response => response.Name))
            {
                sent.Count(name => name == must.Key)
                    .Should()
                    .BeGreaterThanOrEqualTo(must.Count(), "{0} fires for {1}", must.Key, recorded.Line);
            }
        }
    }

    private static bool IsSubsequence(IReadOnlyList<string> part, IReadOnlyList<string> whole)
    {
        var next = 0;
        foreach (var name in whole)
        {
            next += next < part.Count && part[next] == name ? 1 : 0;
        }

        return next == part.Count;
    }
}

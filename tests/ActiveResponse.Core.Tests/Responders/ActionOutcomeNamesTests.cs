using System.Text.RegularExpressions;
using ActiveResponse.Responders;

namespace ActiveResponse.Tests.Responders;

public sealed class ActionOutcomeNamesTests
{
    [Fact]
    public void Every_outcome_has_the_name_of_its_member_in_lower_case_with_hyphens()
    {
        foreach (var outcome in Enum.GetValues<ActionOutcome>())
        {
            var words = Regex.Matches($"{outcome}", "[A-Z][a-z]+").Select(static word => word.Value.ToLowerInvariant());

            outcome.Name().Should().Be(string.Join('-', words));
        }
    }

    [Fact]
    public void A_number_that_is_no_outcome_is_refused() =>
        FluentActions.Invoking(() => ((ActionOutcome)99).Name()).Should().Throw<ArgumentOutOfRangeException>();
}

namespace ActiveResponse.Matching;

/// <summary>Merges the hits of the three indexes into one sequence in configuration order. A copy restarts where it was copied.</summary>
internal ref struct HitMerger(ReadOnlySpan<int> byLevel, ReadOnlySpan<GroupHit> byGroup, ReadOnlySpan<int> byRuleId, int ruleLevel)
{
    private ReadOnlySpan<int> _byLevel = byLevel;
    private ReadOnlySpan<GroupHit> _byGroup = byGroup;
    private ReadOnlySpan<int> _byRuleId = byRuleId;

    /// <summary>Index of the response.</summary>
    public int Response { get; private set; }

    /// <summary>Conditions that fired it.</summary>
    public MatchReasons Reasons { get; private set; }

    /// <summary>Advances to the next response that fires; false after the last.</summary>
    public bool MoveNext()
    {
        while (!_byGroup.IsEmpty && _byGroup[0].Level > ruleLevel)
        {
            _byGroup = _byGroup[1..];
        }

        var first = Math.Min(Head(_byLevel), Head(_byRuleId));
        Response = _byGroup.IsEmpty ? first : Math.Min(first, _byGroup[0].Response);
        if (Response == int.MaxValue)
        {
            return false;
        }

        Reasons = Take(ref _byLevel, MatchReasons.Level) | Take(ref _byRuleId, MatchReasons.RuleId) | TakeGroup();
        return true;
    }

    private static int Head(ReadOnlySpan<int> responses) => responses.IsEmpty ? int.MaxValue : responses[0];

    private readonly MatchReasons Take(ref ReadOnlySpan<int> responses, MatchReasons reason)
    {
        if (Head(responses) != Response)
        {
            return MatchReasons.None;
        }

        responses = responses[1..];
        return reason;
    }

    private MatchReasons TakeGroup()
    {
        if (_byGroup.IsEmpty || _byGroup[0].Response != Response)
        {
            return MatchReasons.None;
        }

        var reasons = _byGroup[0].Level > 0 ? MatchReasons.Group | MatchReasons.Level : MatchReasons.Group;
        _byGroup = _byGroup[1..];
        return reasons;
    }
}

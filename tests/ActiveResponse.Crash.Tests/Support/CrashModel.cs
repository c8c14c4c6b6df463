namespace ActiveResponse.Crash.Tests.Support;

/// <summary>What must be so, whatever was killed: which blocks are in place, and how often each address has offended.</summary>
internal sealed class CrashModel
{
    private readonly HashSet<EffectKey> _inPlace = [];
    private readonly HashSet<EffectKey> _untimed = [];
    private readonly HashSet<EffectKey> _unsure = [];
    private readonly Dictionary<EffectKey, int> _offenses = [];

    /// <summary>Addresses of which it is known what is in place.</summary>
    public bool IsSureOf(string address) => CrashConfig.Responders.All(responder => !_unsure.Contains(new EffectKey(responder, address)));

    public IReadOnlyList<string> Blocked =>
        [.. _inPlace.Select(static key => key.Address).Distinct().Where(IsSureOf).Order(StringComparer.Ordinal)];

    /// <summary>An alert was written.</summary>
    public IReadOnlyList<EffectKey> Alert(CrashRule rule, string address)
    {
        var keys = rule.Responders.Select(responder => new EffectKey(responder, address)).ToList();
        foreach (var key in keys)
        {
            if (_inPlace.Add(key))
            {
                _offenses[key] = _offenses.GetValueOrDefault(key) + 1;
            }

            if (!rule.IsTimed)
            {
                _untimed.Add(key);
            }
        }

        return keys;
    }

    /// <summary>The time of every timed block has passed.</summary>
    public void Expire() => _inPlace.RemoveWhere(key => !_untimed.Contains(key));

    /// <summary>A lift was asked for; until it is answered it may or may not come to pass.</summary>
    public void AskLift(string address) => _unsure.UnionWith(_inPlace.Where(key => key.Address == address));

    /// <summary>A lift was answered: it has come to pass for good.</summary>
    public void Lifted(string address)
    {
        _unsure.RemoveWhere(key => key.Address == address);
        Forget(key => key.Address == address);
    }

    /// <summary>Holds the model against what the agent has on record when all is quiet.</summary>
    public void CheckRecord(AgentReport report)
    {
        report.Effects.Values.Should().NotContain(static state => state != "Applied");
        foreach (var key in _unsure)
        {
            if (!report.Effects.ContainsKey(key))
            {
                Forget(other => other == key);
            }
        }

        _unsure.Clear();
        var recorded = report.Effects.Keys.ToHashSet();
        _inPlace.Except(recorded).Should().BeEmpty("no block may be lost");
        recorded.Except(_inPlace).Should().BeEmpty("no block may outlive its time or its lift, or come without an alert");
        report.Offenses.Should().BeEquivalentTo(_offenses, "each alert counts once");
    }

    /// <summary>Holds the model against what is really in place when all is quiet.</summary>
    public void CheckHost(IReadOnlyDictionary<EffectKey, int> found)
    {
        _inPlace.Except(found.Keys).Should().BeEmpty("what is on record is in place");
        found.Keys.Except(_inPlace).Should().BeEmpty("nothing is left behind");
        found.Where(static pair => pair.Value != 1).Should().BeEmpty("nothing is in place twice");
    }

    /// <summary>Holds the alerts before the stored position against the record that a killed agent left: the position never runs
    /// ahead.</summary>
    public void CheckPosition(IEnumerable<EffectKey> leads, AgentReport left) =>
        leads
            .Where(key => _inPlace.Contains(key) && !_unsure.Contains(key))
            .Except(left.Effects.Keys)
            .Should()
            .BeEmpty("the stored position is never ahead of what is on record");

    private void Forget(Predicate<EffectKey> which)
    {
        _inPlace.RemoveWhere(which);
        _untimed.RemoveWhere(which);
    }
}

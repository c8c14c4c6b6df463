namespace ActiveResponse.Crash.Tests.Fleet;

/// <summary>What must be so, whoever was killed: which orders hold, and what each agent has in place for them.</summary>
internal sealed class FleetModel
{
    private readonly Dictionary<string, FleetRule> _held = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unsure = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];
    private readonly HashSet<string> _maybeMissed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _maybeTwice = new(StringComparer.Ordinal)
    {
        [FleetConfig.First] = [],
        [FleetConfig.Second] = [],
    };

    private int _notesSettled;

    /// <summary>What is ordered and can be lifted.</summary>
    public IReadOnlyList<string> Held => [.. _held.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What is ordered and never ends by itself.</summary>
    public IReadOnlyList<string> HeldForGood => [.. _held.Where(static pair => !pair.Value.IsTimed).Select(static pair => pair.Key)];

    public bool IsHeld(string address) => _held.ContainsKey(address);

    /// <summary>How many notes there must be, on each agent.</summary>
    public int Notes => _notes.Count;

    /// <summary>An alert was written.</summary>
    public void Alert(FleetRule rule, string address) => _held[address] = rule;

    /// <summary>An alert was written that leads to what can be done once only.</summary>
    public void Note(string alertId) => _notes.Add(alertId);

    /// <summary>An agent was killed: what it was about to do once only it may have done, and then does again.</summary>
    public void Killed(string agent) => _maybeTwice[agent].UnionWith(_notes.Skip(_notesSettled));

    /// <summary>The server lost its store: what can be done once only and was on its way an agent may take for done.</summary>
    public void StoreLost() => _maybeMissed.UnionWith(_notes.Skip(_notesSettled));

    /// <summary>A lift was asked for; until it is answered it may or may not come to pass.</summary>
    public void AskLift(string address) => _unsure.Add(address);

    /// <summary>A lift was answered: it has come to pass for good.</summary>
    public void Lifted(string address)
    {
        _unsure.Remove(address);
        _held.Remove(address);
    }

    /// <summary>The time of every timed block has passed.</summary>
    public void Expire()
    {
        foreach (var (address, _) in _held.Where(static pair => pair.Value.IsTimed).ToList())
        {
            _held.Remove(address);
        }
    }

    /// <summary>What an agent has in place.</summary>
    public IEnumerable<string> On(string agent) => _held.Where(pair => pair.Value.Agents.Contains(agent)).Select(static pair => pair.Key);

    /// <summary>Holds the model against what the issuer says is ordered when all is quiet.</summary>
    public void CheckOrders(IReadOnlyDictionary<string, long?> orders)
    {
        foreach (var address in _unsure.Where(address => !orders.ContainsKey(address)))
        {
            _held.Remove(address);
        }

        _unsure.Clear();
        _held.Keys.Except(orders.Keys).Should().BeEmpty("no order may be lost");
        orders.Keys.Except(_held.Keys).Should().BeEmpty("no order may outlive its time or its lift, or come without an alert");
        orders
            .Where(pair => pair.Value is null)
            .Select(static pair => pair.Key)
            .Should()
            .BeEquivalentTo(
                _held.Where(static pair => !pair.Value.IsTimed).Select(static pair => pair.Key),
                "only what has no timeout is for good"
            );
    }

    /// <summary>Holds the orders against an agent's record and its packet filter.</summary>
    public void CheckAgent(
        string agent,
        IReadOnlyDictionary<string, long?> orders,
        IReadOnlyDictionary<string, long?> record,
        IReadOnlyDictionary<string, int> found
    )
    {
        var expected = On(agent).ToHashSet(StringComparer.Ordinal);
        expected.Except(record.Keys).Should().BeEmpty("no block may be lost on {0}", agent);
        record.Keys.Except(expected).Should().BeEmpty("no block may be left on {0}", agent);
        expected.Except(found.Keys).Should().BeEmpty("what is on record is in the packet filter of {0}", agent);
        found.Keys.Except(expected).Should().BeEmpty("nothing is left in the packet filter of {0}", agent);
        found.Where(static pair => pair.Value != 1).Should().BeEmpty("nothing is twice in the packet filter of {0}", agent);
        record
            .Where(pair => !EndsWith(pair.Value, orders[pair.Key]))
            .Select(pair => $"{pair.Key} until {pair.Value}, ordered until {orders[pair.Key]}")
            .Should()
            .BeEmpty("each block on {0} ends when its order does", agent);
    }

    /// <summary>Holds the alerts against what an agent has done once only, when all is quiet.</summary>
    public void CheckNotes(string agent, IReadOnlyList<string> noted)
    {
        noted
            .CountBy(static note => note)
            .Where(note => note.Value > 1 && !_maybeTwice[agent].Contains(note.Key))
            .Should()
            .BeEmpty("nothing is done twice on {0}, which was not killed over it", agent);
        noted.Except(_notes).Should().BeEmpty("nothing is done on {0} without an alert", agent);
        _notes.Except(noted).Except(_maybeMissed).Should().BeEmpty("nothing is left undone on {0}", agent);
    }

    /// <summary>All is quiet, and was found right.</summary>
    public void Settled() => _notesSettled = _notes.Count;

    // What a crash has left without a record ends by the kernel's clock, which may round it up.
    private static bool EndsWith(long? onRecord, long? ordered) => onRecord == ordered || onRecord - ordered is > 0 and <= 1000;
}

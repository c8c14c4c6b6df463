using System.Diagnostics;
using System.Globalization;
using ActiveResponse.Crash.Tests.Support;

namespace ActiveResponse.Crash.Tests.Fleet;

/// <summary>Kills the hosts of a fleet and its server again and again, and holds what they leave against the model.</summary>
internal sealed class FleetRun(FleetLab lab, int seed) : IDisposable
{
    /// <summary>The steps of an agent that carries out an order; the first ones must be there in any run.</summary>
    public static readonly IReadOnlyList<string> Orders =
    [
        "store.before confirm",
        "act.after apply",
        "act.before apply",
        "act.during apply",
        "store.before plan",
        "store.during plan",
        "store.after plan",
        "store.during confirm",
        "store.after confirm",
    ];

    /// <summary>The steps of an agent that lifts.</summary>
    public static readonly IReadOnlyList<string> Lifts =
    [
        "act.after revert",
        "act.before revert",
        "act.during revert",
        "store.before revert",
        "store.during revert",
        "store.after revert",
    ];

    /// <summary>The steps of an issuer that takes in alerts: the last ones between an order and the alert's place on record.</summary>
    public static readonly IReadOnlyList<string> Issues =
    [
        "dispatch.after",
        "store.before position",
        "dispatch.before",
        "store.during position",
        "store.after position",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly Random _random = new(seed);
    private readonly FleetModel _model = new();
    private readonly AlertLog _log = new(FleetLab.AlertsIn(lab.Folder));
    private readonly FleetHosts _hosts = new(lab);
    private readonly Dictionary<IReadOnlyList<string>, int> _turns = [];
    private int _hours;
    private int _round;
    private int _next;

    /// <summary>How often which role was killed at which step.</summary>
    public SortedDictionary<string, int> Kills { get; } = new(StringComparer.Ordinal);

    public int Total => Kills.Values.Sum();

    /// <summary>How often all was quiet and was found right.</summary>
    public int Checks { get; private set; }

    public int Alerts => _log.Count;

    /// <summary>One or more kills, and a look at what is left.</summary>
    public async Task RoundAsync()
    {
        switch (_round++ % 10)
        {
            case 0:
                await KillAgentAsync(Agent(), Step(Orders));
                break;
            case 1:
                await KillIssuerAsync(Step(Issues));
                break;
            case 2:
                await KillBrokerInBurstAsync();
                break;
            case 3:
                await KillIssuerBetweenAsync();
                break;
            case 4:
                await KillAgentInLiftAsync(Agent(), Step(Lifts));
                break;
            case 5:
                await KillIssuerInLiftAsync();
                break;
            case 6:
                await LoseStoreAsync();
                break;
            case 7:
                await KillAgentAndLiftAsync(Agent(), Step(Orders));
                break;
            case 8:
                await KillAllAsync();
                break;
            default:
                await ExpireAsync();
                break;
        }

        await RestAsync();
    }

    /// <summary>Kills an agent at a step of an order.</summary>
    public async Task KillAgentAsync(string agent, string step)
    {
        await StartMissingAsync();
        _hosts.Send(agent, $"arm {step} 1");
        Burst();
        await DeadAsync(agent, step);
    }

    /// <summary>Kills an agent at a step of a lift.</summary>
    public async Task KillAgentInLiftAsync(string agent, string step)
    {
        await StartMissingAsync();
        var held = _model.On(agent).Take(3).ToList();
        held.ForEach(_model.AskLift);
        if (held.Count == 0)
        {
            await KillAgentAsync(agent, Orders[0]);
            return;
        }

        _hosts.Send(agent, $"arm {step} 1");
        await LiftAsync(held);
        await DeadAsync(agent, step);
    }

    /// <summary>Kills an agent at a step of an order, and has lifted what it was about to do before it is back.</summary>
    public async Task KillAgentAndLiftAsync(string agent, string step)
    {
        await StartMissingAsync();
        await _hosts.PublishedAsync();
        var before = _model.Held.ToHashSet();
        await KillAgentAsync(agent, step);
        await _hosts.PublishedAsync();
        var fresh = _model.Held.Where(address => !before.Contains(address)).ToList();
        fresh.ForEach(_model.AskLift);
        await LiftAsync(fresh);
    }

    /// <summary>Kills the issuer at a step of an alert.</summary>
    public async Task KillIssuerAsync(string step)
    {
        await StartMissingAsync();
        _hosts.Send(FleetConfig.Issuer, $"arm {step} 1");
        Burst();
        await DeadAsync(FleetConfig.Issuer, step);
    }

    /// <summary>Kills the issuer once it has written down what it orders, while the server can't take it.</summary>
    public async Task KillIssuerBetweenAsync()
    {
        await StartMissingAsync();
        await lab.KillBrokerAsync();
        Count("broker", "idle");
        var ledger = new FileInfo(FleetLab.LedgerIn(lab.Folder));
        var before = ledger.Length;
        Burst();
        var watch = Stopwatch.StartNew();
        while (ledger.Length == before)
        {
            Assert.True(watch.Elapsed < Patience, "the issuer must write down what it orders");
            await Task.Delay(PollInterval, TimeProvider.System);
            ledger.Refresh();
        }

        await KillAsync(FleetConfig.Issuer, "between deciding and publishing");
        lab.StartBroker();
    }

    /// <summary>Starts who is dead, waits until all is quiet, and looks whether all is as it must be.</summary>
    public async Task RestAsync()
    {
        await StartMissingAsync();
        var orders = await _hosts.SettledAsync(FleetConfig.Issuer);
        var isFine = false;
        try
        {
            _model.CheckOrders(orders);
            foreach (var agent in new[] { FleetConfig.First, FleetConfig.Second })
            {
                var record = await _hosts.SettledAsync(agent);
                _model.CheckAgent(agent, orders, record, await lab.BlockedOnAsync(agent));
                _model.CheckNotes(agent, lab.NotesOf(agent));
            }

            isFine = true;
        }
        catch (Exception e) when (!isFine)
        {
            throw new InvalidOperationException($"round {_round} of seed {seed}: {e.Message}\n{_hosts.Said}", e);
        }

        _model.Settled();
        Checks++;
    }

    public void Dispose() => _hosts.Dispose();

    private async Task KillBrokerInBurstAsync()
    {
        await StartMissingAsync();
        Burst();
        await MomentAsync(400);
        await lab.KillBrokerAsync();
        Count("broker", "in a burst");
        Burst();
        await MomentAsync(400);
        lab.StartBroker();
    }

    private async Task KillIssuerInLiftAsync()
    {
        await StartMissingAsync();
        var held = _model.Held.Where(_ => _random.Next(3) == 0).Take(8).ToList();
        held.ForEach(_model.AskLift);
        if (held.Count > 0)
        {
            _hosts.Send(FleetConfig.Issuer, "lift " + string.Join(' ', held));
        }

        await MomentAsync(25);
        await KillAsync(FleetConfig.Issuer, "in a lift");
    }

    private async Task LoseStoreAsync()
    {
        await StartMissingAsync();
        Burst();
        await MomentAsync(400);
        await lab.KillBrokerAsync();
        Count("broker", "and its store lost");
        lab.DeleteStore();
        _model.StoreLost();
        lab.StartBroker();
    }

    private async Task KillAllAsync()
    {
        await StartMissingAsync();
        Burst();
        foreach (var name in FleetHosts.Names.OrderBy(_ => _random.Next()))
        {
            await MomentAsync(300);
            await KillAsync(name, "at random");
        }

        await lab.KillBrokerAsync();
        Count("broker", "after all others");
        lab.StartBroker();
    }

    // Those that never end are lifted, so that there are always addresses which no order holds for.
    private async Task ExpireAsync()
    {
        await StartMissingAsync();
        await LiftAsync(_model.HeldForGood);
        foreach (var name in FleetHosts.Names)
        {
            await KillAsync(name, "at rest");
        }

        _hours += FleetConfig.HoursThatEndBlocks;
        _model.Expire();
    }

    /// <summary>Alerts about addresses that are not blocked for each rule, some that are, and one of what can be done once only.</summary>
    private void Burst()
    {
        foreach (var rule in FleetConfig.Rules)
        {
            for (var left = 1 + _random.Next(rule.IsTimed ? 6 : 2); left > 0; left--)
            {
                var number = Enumerable.Range(_next++, FleetRule.Addresses).FirstOrDefault(at => !_model.IsHeld(rule.Address(at)), _next);
                var address = rule.Address(_random.Next(4) == 0 && left > 1 ? _next : number);
                _log.Append(rule.Id, address, []);
                _model.Alert(rule, address);
            }
        }

        _log.Append(FleetConfig.NoteRule, $"203.0.113.{1 + (_model.Notes % 250)}", []);
        _model.Note($"1795000000.{_log.Count.ToString(CultureInfo.InvariantCulture)}");
    }

    private async Task LiftAsync(IReadOnlyList<string> addresses)
    {
        if (addresses.Count > 0)
        {
            (await _hosts.LiftAsync(addresses)).ForEach(_model.Lifted);
        }
    }

    private Task StartMissingAsync() => _hosts.StartMissingAsync(_hours);

    private async Task DeadAsync(string name, string step)
    {
        await _hosts.DeadAsync(name, step);
        Gone(name, step);
    }

    private async Task KillAsync(string name, string when)
    {
        await _hosts.KillAsync(name);
        Gone(name, when);
    }

    private void Gone(string name, string when)
    {
        if (name != FleetConfig.Issuer)
        {
            _model.Killed(name);
        }

        Count(name == FleetConfig.Issuer ? name : "agent", when);
    }

    private void Count(string role, string when)
    {
        var step = $"{role} {when}";
        Kills[step] = Kills.GetValueOrDefault(step) + 1;
    }

    private string Agent() => _random.Next(2) == 0 ? FleetConfig.First : FleetConfig.Second;

    private string Step(IReadOnlyList<string> steps)
    {
        var turn = _turns[steps] = _turns.GetValueOrDefault(steps, -1) + 1;
        return steps[turn % steps.Count];
    }

    private Task MomentAsync(int atMost) => Task.Delay(TimeSpan.FromMilliseconds(_random.Next(atMost)), TimeProvider.System);
}

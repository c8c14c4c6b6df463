using System.Globalization;
using ActiveResponse.Crash.Tests.Agent;

namespace ActiveResponse.Crash.Tests.Support;

/// <summary>Kills an agent again and again, and holds what it leaves against the model.</summary>
internal sealed class CrashRun(CrashLab lab, int seed)
{
    // The steps of an agent that takes in alerts, of one that takes blocks back, and of one that starts over a mess; the main ones first.
    private static readonly string[] Intake =
    [
        "store.before plan",
        "act.before apply",
        "act.after apply",
        "act.during apply",
        "store.during plan",
        "store.after plan",
        "store.before confirm",
        "store.during confirm",
        "store.after confirm",
        "store.before position",
        "store.after position",
        "command.before",
        "command.during",
        "command.after",
    ];

    /// <summary>The steps that no run may be without.</summary>
    public static readonly IReadOnlyList<string> Main =
    [
        "store.before plan",
        "act.before apply",
        "act.after apply",
        "act.during apply",
        "act.during revert",
        "recovery list.after",
    ];

    private static readonly string[] Ending =
    [
        "act.during revert",
        "act.after revert",
        "store.before revert",
        "act.before revert",
        "store.during revert",
        "store.after revert",
        "store.before confirm",
        "store.after confirm",
        "command.before",
        "command.during",
        "command.after",
    ];

    private static readonly string[] Recovery =
    [
        "recovery list.after",
        "act.during apply",
        "recovery command.during",
        "recovery command.before",
        "recovery list.before",
        "act.before apply",
        "store.before confirm",
        "act.after apply",
        "recovery store.before revert",
        "store.after confirm",
        "command.during",
    ];

    private readonly Random _random = new(seed);
    private readonly Dictionary<string[], int> _turns = [];
    private readonly CrashModel _model = new();
    private readonly AlertLog _log = new(lab.Alerts);
    private int _hours;
    private int _round;
    private bool _expires;

    /// <summary>How often it was killed at which step; <c>random</c> where it was killed from outside at any time, <c>at rest</c> once all
    /// was quiet.</summary>
    public SortedDictionary<string, int> Kills { get; } = new(StringComparer.Ordinal);

    public int Total => Kills.Values.Sum();

    /// <summary>How often all was quiet and was found right.</summary>
    public int Checks { get; private set; }

    public int Alerts => _log.Count;

    /// <summary>One or two kills, and a look at what is left.</summary>
    public async Task RoundAsync()
    {
        _round++;
        switch (_round % 6)
        {
            case 0:
                await LifeAsync(Step(Recovery), () => Before(reboots: true));
                break;
            case 1:
                await LifeAsync(Step(Intake), () => Before());
                break;
            case 2:
                await LiftingLifeAsync(Step(Ending));
                break;
            case 3:
                await LifeAsync("none", () => Before(), killsAtRandom: true);
                break;
            case 4:
                // Two kills in a row: the second one comes before anything was put right, or over that.
                await LifeAsync(Step(Intake), () => Before());
                await LifeAsync(Step(Recovery), static () => Task.CompletedTask);
                break;
            default:
                await ExpireAsync(Step(_round % 2 == 0 ? Ending : Recovery));
                break;
        }
    }

    /// <summary>A last life that isn't killed, checked like the others.</summary>
    public async Task EndAsync()
    {
        using var agent = await StartAsync("none");
        (await CheckSettledAsync(agent)).Should().BeTrue("nothing kills it");
    }

    /// <summary>The main steps until each was reached, then each step in turn: the first time it is reached, and on later turns maybe a
    /// later time.</summary>
    private string Step(string[] steps)
    {
        if (steps.FirstOrDefault(step => Main.Contains(step) && !Kills.ContainsKey(step)) is { } missing)
        {
            return missing + " 1";
        }

        var turn = _turns[steps] = _turns.GetValueOrDefault(steps, -1) + 1;
        return $"{steps[turn % steps.Length]} {1 + (turn < steps.Length ? 0 : _random.Next(_random.Next(1, 4)))}";
    }

    private Task Before(bool reboots = false)
    {
        if (_expires)
        {
            return Task.CompletedTask;
        }

        if (_random.Next(4) == 0)
        {
            _log.Rotate();
        }

        for (var left = 1 + _random.Next(12); left > 0; left -= AppendAlert() ? 1 : 0) { }

        return reboots ? lab.RebootAsync() : Task.CompletedTask;
    }

    private bool AppendAlert()
    {
        var address = CrashConfig.Addresses[_random.Next(CrashConfig.Addresses.Count)];
        if (_random.Next(4) == 0 && _model.Blocked is { Count: > 0 } blocked)
        {
            address = blocked[_random.Next(blocked.Count)];
        }

        if (!_model.IsSureOf(address))
        {
            return false;
        }

        var rule = CrashConfig.Rules[_random.Next(CrashConfig.Rules.Count)];
        _log.Append(rule.Id, address, _model.Alert(rule, address));
        return true;
    }

    /// <summary>A life that dies while it starts or takes in what was written; or, if it doesn't come to that step, when all is
    /// quiet.</summary>
    private async Task LifeAsync(string plan, Func<Task> before, bool killsAtRandom = false)
    {
        await before();
        using var agent = await StartAsync(plan);
        if (killsAtRandom)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(700)), TimeProvider.System);
            agent.Kill();
        }

        var rests = await CheckSettledAsync(agent);
        if (rests)
        {
            agent.Kill();
        }

        Count(agent, rests);
    }

    /// <summary>A life that comes to rest and dies over lifts.</summary>
    private async Task LiftingLifeAsync(string plan)
    {
        using var agent = await StartAsync("none");
        var rests = false;
        if (await CheckSettledAsync(agent))
        {
            var blocked = _model.Blocked;
            var lifts = blocked.Where((_, i) => i == 0 || _random.Next(3) == 0).Take(6).ToList();
            lifts.ForEach(_model.AskLift);
            agent.Send("arm " + plan);
            if (lifts.Count > 0)
            {
                agent.Send("lift " + string.Join(' ', lifts));
            }

            agent.Send("settle");
            var settled = await agent.ReadAsync("settled");
            foreach (var (address, worked) in agent.Report.Lifted)
            {
                worked.Should().BeTrue("a lift works at once: {0}", agent.Said);
                _model.Lifted(address);
            }

            if (settled is not null)
            {
                await CheckAsync(settled, agent);
                agent.Kill();
                rests = true;
            }
        }

        Count(agent, rests);
    }

    /// <summary>A life that comes to rest, and one that starts after the end of every timed block and dies over that.</summary>
    private async Task ExpireAsync(string plan)
    {
        using (var agent = await StartAsync("none"))
        {
            (await CheckSettledAsync(agent)).Should().BeTrue("nothing kills it: {0}", agent.Said);
            agent.Kill();
            Count(agent, rests: true);
        }

        _hours += CrashConfig.HoursThatEndBlocks;
        _model.Expire();
        _expires = true;
        await LifeAsync(plan, static () => Task.CompletedTask);
    }

    private async Task<AgentProcess> StartAsync(string plan)
    {
        plan += _random.Next(4) == 0 ? $"{KillPlan.FailsFirst}1" : "";
        var agent = new AgentProcess(lab.Space, Program.Agent, lab.Folder, plan, _hours.ToString(CultureInfo.InvariantCulture));
        var found = await agent.ReadAsync("found");
        found.Should().NotBeNull("it opens its store before anything else: {0}", agent.Said);
        _model.CheckPosition(_log.Before(found!.Position), found);
        return agent;
    }

    private async Task<bool> CheckSettledAsync(AgentProcess agent)
    {
        var report = await agent.ReadAsync("settled");
        if (report is not null)
        {
            await CheckAsync(report, agent);
        }

        return report is not null;
    }

    private async Task CheckAsync(AgentReport report, AgentProcess agent)
    {
        try
        {
            _model.CheckRecord(report);
            _model.CheckHost(await HostState.ReadAsync(lab));
            report.Position!.Offset.Should().Be(_log.Length);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"round {_round} of seed {seed}: {e.Message}\n{agent.Said}", e);
        }

        _log.Forget();
        _expires = false;
        Checks++;
    }

    private void Count(AgentProcess agent, bool rests)
    {
        var step = rests ? "at rest" : agent.DiedAt ?? "random";
        Kills[step] = Kills.GetValueOrDefault(step) + 1;
    }
}

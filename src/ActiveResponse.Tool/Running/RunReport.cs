using System.Globalization;
using System.Runtime.CompilerServices;
using ActiveResponse.Alerts;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;
using Spectre.Console;

namespace ActiveResponse.Tool.Running;

/// <summary>The output of <c>run</c> for a person: a line per outcome, and the active effects.</summary>
internal sealed class RunReport(IAnsiConsole console) : IRunReport
{
    private const int EffectsShown = 20;
    private static readonly TimeSpan CountEvery = TimeSpan.FromMilliseconds(500);

    private readonly LiveLine _live = new(console);
    private volatile bool _isLive;
    private volatile bool _isCountOld;
    private string _whenStopped = "ends";

    public void Start(RunSettings settings, ActiveResponseConfig config) =>
        Write(() =>
        {
            console.Print(
                ResponsesOf(
                    config,
                    settings.AlertsFile is { } file ? $"; reading {ToolText.OneLine(file)}" : "; orders come from the fleet"
                )
            );
            if (settings is { ReadsStandardInput: false, ExitWhenIdle: false, AlertsFile: { } followed } && IsMissing(followed))
            {
                // A mistyped path would be followed silently forever.
                console.Print($"{ToolText.OneLine(followed)} doesn't exist yet: waiting for it", "yellow");
            }

            if (settings.IsDryRun)
            {
                var why = settings.DryRun
                    ? ""
                    : " (no responder is configured: give --firewall auto, --hosts-deny FILE, --disable-account, --scripts "
                        + "DIR or --manager DIR)";
                console.Print($"DRY RUN: nothing is blocked{why}", "yellow");
            }
            else
            {
                console.Print(
                    settings.KeepsState
                        ? $"state: {ToolText.OneLine(settings.StateFile)}: blocks survive a stop"
                        : "state: in memory: timed blocks are lifted on a stop (--state FILE keeps them)"
                );
            }

            _whenStopped = settings.KeepsState ? "ends; effects stay in place" : "lifts timed effects and ends";
        });

    public async Task WhileAsync(Func<Task> work, Func<CancellationToken, ValueTask<IReadOnlyList<EffectRecord>>> list, Func<long?> behind)
    {
        if (!ToolConsole.HasWidth(console))
        {
            await work();
            return;
        }

        using var end = new CancellationTokenSource();
        _live.Show("reading alerts");
        (_isLive, _isCountOld) = (true, true);
        var counting = CountAsync(list, behind, end.Token);
        try
        {
            await work();
        }
        finally
        {
            await end.CancelAsync();
            await counting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _isLive = false;
            _live.End();
        }
    }

    public void Reloaded(ActiveResponseConfig config) => Write(() => console.Print($"configuration reloaded: {ResponsesOf(config, "")}"));

    // Both streams share a terminal: written separately, one would end up in the other's line.
    public void Print(string line)
    {
        if (_isLive && !Console.IsErrorRedirected)
        {
            Write(() => console.Print(line));
        }
        else
        {
            Console.Error.WriteLine(line);
        }
    }

    public void Outcome(ExecutedAction action)
    {
        _isCountOld = true;
        var (time, word) = (Journal.OnOutput(PriorityOf(action.Outcome)) + Time(action.At), action.Outcome.Name());
        var order = action.Order;

        // One text for all parts: a backlog of alerts makes a hundred thousand lines.
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[256]);
        text.AppendLiteral(time);
        text.AppendLiteral(" ");
        text.AppendFormatted(word, -15);
        text.AppendLiteral(" ");
        text.AppendFormatted(order.Subject.ToString(), -18);
        text.AppendLiteral(" ");
        text.AppendLiteral(order.Responder);
        text.AppendLiteral(" by ");
        text.AppendLiteral(order.ResponseName);
        AppendDetails(ref text, action);
        var line = ToolText.OneLine(text.ToStringAndClear());
        Write(() => console.Print(line, ColourOf(action.Outcome), (time.Length + 1)..(time.Length + 1 + word.Length)));
    }

    public void InputEnded(AlertStreamStatistics statistics, IReadOnlyList<EffectRecord> active, bool endsByItself) =>
        Write(() =>
        {
            console.Print($"read {statistics.Lines} lines: {statistics.Alerts} alerts, {statistics.Skipped} skipped");
            foreach (var skip in statistics.Skips)
            {
                console.Print(
                    $"  {skip.Count} skipped: {ToolText.OneLine(skip.Message)} (first at line {skip.FirstLine}: "
                        + $"{ToolText.OneLine(skip.Excerpt)})",
                    "yellow"
                );
            }

            console.Print($"active now: {active.Count(static effect => EffectItems.StateOf(effect) == "active")}{OthersOf(active)}");
            WriteTable(active);
            if (!endsByItself)
            {
                console.Print($"the input has ended; Ctrl-C {_whenStopped}");
            }
        });

    public void End(OutcomeCounter outcomes, IReadOnlyList<EffectRecord> left) =>
        Write(() =>
        {
            var counts = outcomes.Counts.OrderBy(static pair => pair.Key).Select(static pair => $"{pair.Value} {pair.Key.Name()}");
            console.Print($"done: {(outcomes.Counts.Count == 0 ? "nothing fired" : string.Join(", ", counts))}");
            if (left.Count > 0)
            {
                console.Print(
                    $"{left.Count(static effect => EffectItems.StateOf(effect) == "active")} stay in place{OthersOf(left)}:",
                    "yellow"
                );
                WriteTable(left);
            }
        });

    // From the list, not from outcomes: a block may end or return without one.
    private async Task CountAsync(
        Func<CancellationToken, ValueTask<IReadOnlyList<EffectRecord>>> list,
        Func<long?> behind,
        CancellationToken cancellationToken
    )
    {
        var (reading, active, shown) = (new ReadingProgress(), 0, "");
        while (true)
        {
            if (_isCountOld)
            {
                _isCountOld = false;
                try
                {
                    active = (await list(cancellationToken)).Count(static effect => EffectItems.StateOf(effect) == "active");
                }
                catch (ResponseStoreException)
                {
                    // Reported elsewhere.
                }
            }

            var blocks = active == 1 ? "1 block active" : $"{active} blocks active";
            var text = reading.Of(behind()) is { } read ? $"{read}, {blocks}" : blocks;
            if (text != shown)
            {
                shown = text;
                _live.Show(text);
            }

            await Task.Delay(CountEvery, TimeProvider.System, cancellationToken);
        }
    }

    // The engine reports an existing file that can't be read.
    private static bool IsMissing(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e is FileNotFoundException or DirectoryNotFoundException;
        }
    }

    private void Write(Action write) => _live.Above(write);

    private void WriteTable(IReadOnlyList<EffectRecord> effects)
    {
        if (effects.Count == 0)
        {
            return;
        }

        var rows = effects
            .OrderBy(static effect => effect.Until ?? DateTimeOffset.MaxValue)
            .Take(EffectsShown)
            .Select(
                static IReadOnlyList<string> (effect) =>
                    [
                        ToolText.OneLine(effect.Key.Subject.ToString()),
                        EffectItems.StateOf(effect),
                        ToolText.OneLine(effect.Key.Responder),
                        Time(effect.Since),
                        effect.Until is { } until ? Time(until) : "until lifted",
                        ToolText.OneLine(string.Join(", ", effect.Holders.Select(static holder => holder.ResponseName))),
                    ]
            )
            .ToList();
        FittedTable.Write(console, ["target", "state", "responder", "since", "until", "held by"], rows);
        if (effects.Count > EffectsShown)
        {
            console.Print($"… and {effects.Count - EffectsShown} more");
        }
    }

    private static string ResponsesOf(ActiveResponseConfig config, string andThen) =>
        config switch
        {
            { Disabled: true } => "0 responses: nothing will fire (active response is disabled in this configuration)",
            { Responses.IsEmpty: true } => "0 responses: nothing will fire",
            _ => $"{config.Responses.Length} responses{andThen}",
        };

    // A missing block must not read like one in place.
    private static string OthersOf(IReadOnlyList<EffectRecord> effects)
    {
        var others = effects.Select(EffectItems.StateOf).Where(static state => state != "active").CountBy(static state => state).ToList();
        return others.Count == 0 ? "" : $" ({string.Join(", ", others.Select(static pair => $"{pair.Value} {pair.Key}"))})";
    }

    private static void AppendDetails(ref DefaultInterpolatedStringHandler text, ExecutedAction action)
    {
        var order = action.Order;
        if (order.Origin.AlertId is { Length: > 0 } alert)
        {
            text.AppendLiteral(" (rule ");
            text.AppendFormatted(order.Origin.RuleId);
            text.AppendLiteral(", alert ");
            text.AppendLiteral(alert);
            text.AppendLiteral(")");
        }

        if (action.Until is { } until)
        {
            text.AppendLiteral(" until ");
            text.AppendLiteral(Time(until));
        }
        else if (action.Outcome == ActionOutcome.Applied)
        {
            text.AppendLiteral(" until lifted");
        }

        if (action is { Offense: > 1, Verb: ActionVerb.Apply })
        {
            text.AppendLiteral(", offense ");
            text.AppendFormatted(action.Offense);
        }

        if (action.Detail is { Length: > 0 } detail)
        {
            text.AppendLiteral(": ");
            text.AppendLiteral(detail);
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("s", CultureInfo.InvariantCulture) + "Z";

    private static string ColourOf(ActionOutcome outcome) =>
        outcome switch
        {
            ActionOutcome.Applied => "red",
            ActionOutcome.Lifted or ActionOutcome.AlreadyLifted => "green",
            ActionOutcome.Failed or ActionOutcome.TimedOut or ActionOutcome.Dropped => "bold red",
            ActionOutcome.Refused => "yellow",
            _ => "grey",
        };

    private static int PriorityOf(ActionOutcome outcome) =>
        outcome switch
        {
            ActionOutcome.Failed or ActionOutcome.TimedOut or ActionOutcome.Dropped => Journal.Error,
            ActionOutcome.Applied or ActionOutcome.Lifted or ActionOutcome.Refused => Journal.Notice,
            _ => Journal.Information,
        };
}

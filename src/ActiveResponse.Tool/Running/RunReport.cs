using System.Globalization;
using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;
using Spectre.Console;

namespace ActiveResponse.Tool.Running;

/// <summary><c>run</c> for a person: a line for each outcome, and what is active.</summary>
internal sealed class RunReport(IAnsiConsole console) : IRunReport
{
    private const int EffectsShown = 20;
    private readonly Lock _gate = new();
    private StatusContext? _status;
    private int _active;
    private string _whenStopped = "ends";

    public void Start(RunSettings settings, ActiveResponseConfig config)
    {
        console.WriteLine(config switch
        {
            { Disabled: true } => "0 responses: nothing will fire (active response is disabled in this configuration)",
            { Responses.IsEmpty: true } => "0 responses: nothing will fire",
            _ => $"{config.Responses.Length} responses; reading {ToolText.OneLine(settings.AlertsFile)}",
        });
        if (settings is { ReadsStandardInput: false, ExitWhenIdle: false } && IsMissing(settings.AlertsFile))
        {
            // A path that is wrong by a letter would be followed in silence for ever.
            console.MarkupLineInterpolated($"[yellow]{ToolText.OneLine(settings.AlertsFile)} is not there yet: waiting for it[/]");
        }

        if (settings.IsDryRun)
        {
            var why = settings.DryRun ? "" : " (there is nothing to act with: give --firewall auto, --hosts-deny FILE, --disable-account, --scripts DIR or --manager DIR)";
            console.MarkupLineInterpolated($"[yellow]DRY RUN: nothing is blocked{why}[/]");
        }
        else
        {
            console.WriteLine(settings.KeepsState
                ? $"state: {ToolText.OneLine(settings.StateFile)}: blocks stay over a stop"
                : "state: in memory: timed blocks are lifted on a stop (--state FILE keeps them)");
        }

        _whenStopped = settings.KeepsState ? "ends; what is in place stays" : "lifts what is timed and ends";
    }

    public async Task WhileAsync(Func<Task> work)
    {
        if (!ToolConsole.IsTerminal)
        {
            await work();
            return;
        }

        await console.Status().StartAsync("reading alerts", async status =>
        {
            _status = status;
            await work();
            _status = null;
        });
    }

    public void Outcome(ExecutedAction action)
    {
        _active += action.Outcome switch
        {
            ActionOutcome.Applied => 1,
            ActionOutcome.Reverted or ActionOutcome.AlreadyReverted => -1,
            _ => 0,
        };
        var order = action.Order;
        var origin = order.Origin.AlertId.Length > 0 ? $" (rule {order.Origin.RuleId}, alert {order.Origin.AlertId})" : "";
        var end = action.Until is { } until ? $" until {Time(until)}" : action.Outcome == ActionOutcome.Applied ? " until lifted" : "";
        var offense = action is { Offense: > 1, Verb: ActionVerb.Apply } ? $", offense {action.Offense}" : "";
        var detail = action.Detail is { Length: > 0 } text ? $": {text}" : "";
        var rest = ToolText.OneLine($"{order.Subject,-18} {order.Responder} by {order.ResponseName}{origin}{end}{offense}{detail}");
        lock (_gate)
        {
            if (_status is null && !console.Profile.Capabilities.Ansi)
            {
                // In a flood the alerts wait for these lines: nothing is laid out where nothing shows.
                console.Profile.Out.Writer.WriteLine($"{Time(action.At)} {Names.Of(action.Outcome),-15} {rest}");
                return;
            }

            console.MarkupLineInterpolated($"{Time(action.At)} [{ColourOf(action.Outcome)}]{Names.Of(action.Outcome),-15}[/] {rest}");
            _status?.Status(_active == 1 ? "1 block active" : $"{_active} blocks active");
        }
    }

    public void InputEnded(AlertStreamStatistics statistics, IReadOnlyList<EffectRecord> active, bool endsByItself)
    {
        lock (_gate)
        {
            console.WriteLine($"read {statistics.Lines} lines: {statistics.Alerts} alerts, {statistics.Skipped} skipped");
            foreach (var skip in statistics.Skips)
            {
                console.MarkupLineInterpolated(
                    $"[yellow]  {skip.Count} skipped: {ToolText.OneLine(skip.Message)} (first at line {skip.FirstLine}: {ToolText.OneLine(skip.Excerpt)})[/]");
            }

            console.WriteLine($"active now: {active.Count(static effect => EffectJson.StateOf(effect) == "active")}{OthersOf(active)}");
            WriteTable(active);
            if (!endsByItself)
            {
                console.WriteLine($"the input has ended; Ctrl-C {_whenStopped}");
            }
        }
    }

    public void End(OutcomeCounter outcomes, IReadOnlyList<EffectRecord> left)
    {
        lock (_gate)
        {
            var counts = outcomes.Counts.OrderBy(static pair => pair.Key).Select(static pair => $"{pair.Value} {Names.Of(pair.Key)}");
            console.WriteLine($"done: {(outcomes.Counts.Count == 0 ? "nothing fired" : string.Join(", ", counts))}");
            if (left.Count > 0)
            {
                console.MarkupLineInterpolated($"[yellow]{left.Count(static effect => EffectJson.StateOf(effect) == "active")} stay in place{OthersOf(left)}:[/]");
                WriteTable(left);
            }
        }
    }

    // What is there and can't be read is told by the engine.
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

    private void WriteTable(IReadOnlyList<EffectRecord> effects)
    {
        if (effects.Count == 0)
        {
            return;
        }

        var table = new Table { Border = ToolConsole.IsTerminal ? TableBorder.Rounded : TableBorder.None };
        table.AddColumns("target", "state", "responder", "since", "until", "held by");
        foreach (var effect in effects.OrderBy(static effect => effect.Until ?? DateTimeOffset.MaxValue).Take(EffectsShown))
        {
            table.AddRow(
                Cell(effect.Key.Subject.ToString()), Cell(EffectJson.StateOf(effect)), Cell(effect.Key.Responder), Cell(Time(effect.Since)), Cell(effect.Until is { } until ? Time(until) : "until lifted"),
                Cell(string.Join(", ", effect.Holders.Select(static holder => holder.ResponseName))));
        }

        console.Write(table);
        if (effects.Count > EffectsShown)
        {
            console.WriteLine($"… and {effects.Count - EffectsShown} more");
        }
    }

    // What is wanted and isn't there must not read like a block.
    private static string OthersOf(IReadOnlyList<EffectRecord> effects)
    {
        var others = effects.Select(EffectJson.StateOf).Where(static state => state != "active").CountBy(static state => state).ToList();
        return others.Count == 0 ? "" : $" ({string.Join(", ", others.Select(static pair => $"{pair.Value} {pair.Key}"))})";
    }

    private static Text Cell(string text) => new(ToolText.OneLine(text));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string ColourOf(ActionOutcome outcome) => outcome switch
    {
        ActionOutcome.Applied => "red",
        ActionOutcome.Reverted or ActionOutcome.AlreadyReverted => "green",
        ActionOutcome.Failed or ActionOutcome.TimedOut or ActionOutcome.Dropped => "bold red",
        ActionOutcome.Refused => "yellow",
        _ => "grey",
    };
}

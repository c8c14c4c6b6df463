using System.Buffers;
using System.Text.Json;
using ActiveResponse.Alerts;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.Responders;
using ActiveResponse.State;
using ActiveResponse.Tool.Control;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Running;

/// <summary>The output of <c>run --json</c>: one object per line, distinguished by <c>event</c>.</summary>
internal sealed class RunJson(TextWriter output) : IRunReport
{
    private readonly Lock _gate = new();

    // For outcomes, of which there are many; all else may be very long, and isn't kept.
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null, JsonLine.Options);

    public void Start(RunSettings settings, ActiveResponseConfig config) =>
        Write(
            "start",
            json =>
            {
                json.WriteNumber("responses", config.Disabled ? 0 : config.Responses.Length);
                json.WriteBoolean("dryRun", settings.IsDryRun);
                json.WriteString("alerts", settings.AlertsFile);
                json.WriteString("state", settings.KeepsState ? settings.StateFile : null);
            }
        );

    public Task WhileAsync(Func<Task> work, Func<CancellationToken, ValueTask<IReadOnlyList<EffectRecord>>> list, Func<long?> behind) =>
        work();

    public void Reloaded(ActiveResponseConfig config) =>
        Write("reload", json => json.WriteNumber("responses", config.Disabled ? 0 : config.Responses.Length));

    public void Print(string line) => Console.Error.WriteLine(line);

    public void Outcome(ExecutedAction action)
    {
        lock (_gate)
        {
            _buffer.ResetWrittenCount();
            _json.Reset(_buffer);
            JsonLine.Write(output, _buffer, _json, json => WriteOutcome(json, action));
        }
    }

    public void InputEnded(AlertStreamStatistics statistics, IReadOnlyList<EffectRecord> active, bool endsByItself) =>
        Write(
            "input-ended",
            json =>
            {
                json.WriteNumber("lines", statistics.Lines);
                json.WriteNumber("alerts", statistics.Alerts);
                json.WriteObjects(
                    "skipped",
                    statistics.Skips,
                    skip =>
                    {
                        json.WriteString("cause", skip.Message);
                        json.WriteNumber("count", skip.Count);
                        json.WriteNumber("firstLine", skip.FirstLine);
                    }
                );
                WriteEffects(json, "active", active);
            }
        );

    public void End(OutcomeCounter outcomes, IReadOnlyList<EffectRecord> left) =>
        Write(
            "end",
            json =>
            {
                json.WriteStartObject("outcomes");
                foreach (var (outcome, count) in outcomes.Counts.OrderBy(static pair => pair.Key))
                {
                    json.WriteNumber(outcome.Name(), count);
                }

                json.WriteEndObject();
                WriteEffects(json, "left", left);
            }
        );

    private static void WriteOutcome(Utf8JsonWriter json, ExecutedAction action)
    {
        var order = action.Order;
        json.WriteString("event", "outcome");
        json.WriteString("at", action.At);
        json.WriteString(
            "verb",
            action.Verb switch
            {
                ActionVerb.Apply => "apply",
                ActionVerb.Revert => "revert",
                _ => "restore",
            }
        );
        json.WriteString("outcome", action.Outcome.Name());
        json.WriteString("target", ToolText.WithBytes(order.Subject.ToString()));
        json.WriteString("responder", order.Responder);
        json.WriteString("response", order.ResponseName);
        json.WriteString("alertId", order.Origin.AlertId);
        json.WriteNumber("ruleId", order.Origin.RuleId);
        json.WriteNumber("offense", action.Offense);
        WriteUntil(json, action.Until);
        json.WriteNumber("durationMs", Math.Round(action.Duration.TotalMilliseconds, 3));
        json.WriteString("detail", action.Detail);
    }

    private static void WriteEffects(Utf8JsonWriter json, string name, IReadOnlyList<EffectRecord> effects) =>
        json.WriteObjects(
            name,
            effects,
            effect =>
            {
                json.WriteString("target", ToolText.WithBytes(effect.Key.Subject.ToString()));
                json.WriteString("state", EffectItems.StateOf(effect));
                json.WriteString("responder", effect.Key.Responder);
                json.WriteString("since", effect.Since);
                WriteUntil(json, effect.Until);
                json.WriteStrings("heldBy", effect.Holders.Select(static holder => holder.ResponseName));
            }
        );

    private static void WriteUntil(Utf8JsonWriter json, DateTimeOffset? until)
    {
        if (until is { } time)
        {
            json.WriteString("until", time);
        }
        else
        {
            json.WriteNull("until");
        }
    }

    private void Write(string name, Action<Utf8JsonWriter> content)
    {
        lock (_gate)
        {
            JsonLine.Write(
                output,
                json =>
                {
                    json.WriteString("event", name);
                    content(json);
                }
            );
        }
    }
}

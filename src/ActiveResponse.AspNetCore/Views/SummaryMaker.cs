using System.Net.Sockets;
using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.State;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>Counts what is in place and what happened within a day.</summary>
internal static class SummaryMaker
{
    /// <summary>The number of past actions that are counted at most.</summary>
    public const int MostActions = 50_000;

    private const int MostRows = 20;
    private const int MostRefusals = 50;
    private const int Hours = 24;

    public static SummaryReply Of(
        IReadOnlyList<EffectRecord> effects,
        IReadOnlyList<HistoryEntry> history,
        DateTimeOffset now,
        SummaryReply basics
    ) =>
        basics with
        {
            Now = now,
            Counts = StatesOf(effects),
            ByRule =
            [
                .. Top(effects.Select(static effect => EffectItems.OriginOf(effect).RuleId).Where(static rule => rule > 0))
                    .Select(static rule => new RuleCount(rule.Key, rule.Value)),
            ],
            ByNetwork =
            [
                .. Top(effects.Select(static effect => effect.Key.Subject.Address).OfType<AddressPrefix>().Select(NetworkOf))
                    .Select(static network => new NetworkCount(network.Key.ToString(), network.Value)),
            ],
            ByResponder =
            [
                .. Top(effects.Select(static effect => effect.Key.Responder))
                    .Select(static responder => new NameCount(ShownText.Of(responder.Key), responder.Value)),
            ],
            RepeatOffenders = OffendersOf(effects),
            Outcomes =
            [
                .. history
                    .CountBy(static entry => entry.Outcome)
                    .OrderByDescending(static outcome => outcome.Value)
                    .Select(static outcome => new OutcomeCount(outcome.Key.Name(), outcome.Value)),
            ],
            Refusals =
            [
                .. history
                    .Where(static entry => IsBad(entry.Outcome))
                    .OrderByDescending(static entry => entry.At)
                    .Take(MostRefusals)
                    .Select(ActionItems.Of),
            ],
            OverTime = HoursOf(history, now),
        };

    /// <summary>A day before a time, from the full hour on.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset now) => FullHour(now).AddHours(1 - Hours);

    private static DateTimeOffset FullHour(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private static bool IsBad(ActionOutcome outcome) =>
        outcome is ActionOutcome.Refused or ActionOutcome.Dropped or ActionOutcome.Failed or ActionOutcome.TimedOut;

    private static StateCounts StatesOf(IReadOnlyList<EffectRecord> effects)
    {
        var counts = effects.CountBy(EffectItems.StateOf).ToDictionary();
        return new StateCounts(
            counts.GetValueOrDefault("active"),
            counts.GetValueOrDefault("pending"),
            counts.GetValueOrDefault("failed"),
            counts.GetValueOrDefault("lifting")
        );
    }

    private static IEnumerable<KeyValuePair<T, int>> Top<T>(IEnumerable<T> items)
        where T : notnull => items.CountBy(static item => item).OrderByDescending(static item => item.Value).Take(MostRows);

    // What one provider usually gives to one customer, or a little more.
    private static AddressPrefix NetworkOf(AddressPrefix address) =>
        AddressPrefix.From(
            address.Address,
            Math.Min(address.Length, address.Address.AddressFamily == AddressFamily.InterNetworkV6 ? 48 : 24)
        );

    private static List<Offender> OffendersOf(IReadOnlyList<EffectRecord> effects) =>
        [
            .. effects
                .Where(static effect => !effect.Holders.IsEmpty)
                .Select(static effect => (effect.Key.Subject, Offense: effect.Holders.Max(static holder => holder.Offense)))
                .Where(static effect => effect.Offense > 1)
                .OrderByDescending(static effect => effect.Offense)
                .DistinctBy(static effect => effect.Subject)
                .Take(MostRows)
                .Select(static effect => new Offender(ShownText.Of(effect.Subject), effect.Offense)),
        ];

    private static HourCounts[] HoursOf(IReadOnlyList<HistoryEntry> history, DateTimeOffset now)
    {
        var start = StartOf(now);
        var hours = Enumerable.Range(0, Hours).Select(hour => new HourCounts(start.AddHours(hour), 0, 0, 0, 0)).ToArray();
        foreach (var entry in history)
        {
            var hour = (int)Math.Floor((entry.At - start).TotalHours);
            if (hour is >= 0 and < Hours)
            {
                hours[hour] = Counted(hours[hour], entry);
            }
        }

        return hours;
    }

    private static HourCounts Counted(HourCounts hour, HistoryEntry entry) =>
        entry.Outcome switch
        {
            ActionOutcome.Applied or ActionOutcome.AlreadyApplied => hour with { Applied = hour.Applied + 1 },
            ActionOutcome.Lifted or ActionOutcome.AlreadyLifted => hour with { Reverted = hour.Reverted + 1 },
            ActionOutcome.Refused => hour with { Refused = hour.Refused + 1 },
            ActionOutcome.Failed or ActionOutcome.TimedOut or ActionOutcome.Dropped => hour with { Failed = hour.Failed + 1 },
            _ => hour,
        };
}

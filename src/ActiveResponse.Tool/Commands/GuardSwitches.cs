using System.CommandLine;
using System.Globalization;
using ActiveResponse.Tool.Running;

namespace ActiveResponse.Tool.Commands;

/// <summary>The options that disable or adjust safety rails.</summary>
internal sealed class GuardSwitches
{
    private readonly Option<string[]> _off = new("--no-guard")
    {
        Description = $"Disable this safety rail; repeatable: {string.Join(", ", GuardSettings.Known)}.",
        HelpName = "NAME",
    };

    private readonly Option<string[]> _blockingNothing = new("--blocks-nothing")
    {
        Description =
            "This <command> blocks nobody (e.g. it notifies): it is run for this host's own and its gateways' addresses "
            + "too; repeatable.",
        HelpName = "COMMAND",
    };

    private readonly Option<int?> _shortest4 = Width("--widest-ipv4", 32, 16);
    private readonly Option<int?> _shortest6 = Width("--widest-ipv6", 128, 32);

    private readonly Option<string[]> _budgets = new("--budget")
    {
        Description =
            "The most new blocks per minute by this response (firewall-drop600=60), or by each other one (*=60); " + "repeatable.",
        HelpName = "RESPONSE=N",
    };

    private readonly Option<bool> _refuse = new("--refuse-unresolved")
    {
        Description = "Refuse orders while a name on the allow list has never been resolved.",
    };

    /// <summary>Adds the options to a command.</summary>
    public GuardSwitches(Command command)
    {
        _off.AcceptOnlyFromAmong([.. GuardSettings.Known]);
        _budgets.Validators.Add(static result =>
        {
            foreach (var text in (result.GetValueOrDefault<string[]>() ?? []).Where(static text => Budget(text) is null))
            {
                result.AddError($"--budget '{text}': write RESPONSE=N, N from 1 to 1000000, e.g. firewall-drop600=60.");
            }
        });
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    public IReadOnlyList<Option> All => [_off, _blockingNothing, _shortest4, _shortest6, _budgets, _refuse];

    public GuardSettings SettingsOf(ParseResult parsed) =>
        new()
        {
            Off = [.. parsed.GetValue(_off) ?? []],
            BlockingNothing = [.. parsed.GetValue(_blockingNothing) ?? []],
            ShortestIPv4Prefix = parsed.GetValue(_shortest4),
            ShortestIPv6Prefix = parsed.GetValue(_shortest6),
            Budgets = [.. (parsed.GetValue(_budgets) ?? []).Select(Budget).OfType<KeyValuePair<string, int>>()],
            RefusesUnresolved = parsed.GetValue(_refuse),
        };

    private static KeyValuePair<string, int>? Budget(string text) =>
        text.LastIndexOf('=') is > 0 and var at
        && int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
        && limit is >= 1 and <= 1_000_000
            ? new KeyValuePair<string, int>(text[..at], limit)
            : null;

    private static Option<int?> Width(string name, int longest, int usual)
    {
        var option = new Option<int?>(name)
        {
            Description = $"The shortest prefix length that may be blocked: 1 to {longest}. Default: {usual}.",
            HelpName = "LENGTH",
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is { } length && (length < 1 || length > longest))
            {
                result.AddError($"{name} is 1 to {longest}.");
            }
        });
        return option;
    }
}

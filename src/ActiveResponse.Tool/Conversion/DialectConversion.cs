using ActiveResponse.Configuration;

namespace ActiveResponse.Tool.Conversion;

/// <summary>Commands and responses of an <c>ossec.conf</c> in the other dialect, with the same meaning where that can be said.</summary>
internal sealed class DialectConversion
{
    private readonly ActiveResponseConfig _config;
    private readonly ConfigDialect _to;
    private readonly List<Remark> _remarks = [];

    private DialectConversion(ActiveResponseConfig config, ConfigDialect to) => (_config, _to) = (config, to);

    public static Converted Of(ActiveResponseConfig config, ConfigDialect to) => new DialectConversion(config, to).Convert();

    private Converted Convert()
    {
        var writer = new OssecWriter();
        writer.AllowList(AllowList());
        var commands = _config.Commands.DistinctBy(static command => command.Name).ToList();
        foreach (var command in commands.Where(command => SayableCommand(command)))
        {
            writer.Command(Converted(command), _to);
        }

        // OSSEC's execd looks only into the first section.
        writer.Offenders(_config.RepeatedOffenders);
        foreach (
            var response in _config.Responses.Where(response => SayableCommand(response.Command, isSilent: true)).SelectMany(Converted)
        )
        {
            writer.Response(response);
        }

        RemarkOnAll();
        return new Converted(writer.ToString(), _remarks);
    }

    private IEnumerable<string> AllowList()
    {
        foreach (var entry in _config.AllowList.Entries)
        {
            var text = (entry.Negated ? "!" : "") + (entry.Network?.ToString() ?? entry.Text);
            if (_to == ConfigDialect.Wazuh && entry.Negated)
            {
                LeftOut("white_list", $"'{text}': Wazuh has no negated entries");
            }
            else if (_to == ConfigDialect.Wazuh && entry.Network is { IsIPv6: true })
            {
                Changed("white_list", $"'{text}': Wazuh's own analysisd compares IPv6 entries as host names; this tool covers them");
                yield return text;
            }
            else if (!OssecWriter.CanSay(text))
            {
                LeftOut("white_list", "an entry can't be written");
            }
            else
            {
                yield return text;
            }
        }
    }

    private bool SayableCommand(CommandDefinition command, bool isSilent = false)
    {
        var isSayable = new[] { command.Name, command.Executable, command.ExtraArguments ?? "x" }.All(OssecWriter.CanSay);
        if (!isSayable && !isSilent)
        {
            LeftOut(command.Name, "its name, executable or arguments can't be written; its responses are left out, too");
        }

        return isSayable;
    }

    private CommandDefinition Converted(CommandDefinition command)
    {
        var (executable, isStock) = StockFiles.In(_to, command.Executable);
        if (executable != command.Executable)
        {
            Changed(command.Name, $"the executable is '{executable}', as the dialect names it");
        }
        else if (!isStock)
        {
            Changed(
                command.Name,
                _to == ConfigDialect.Wazuh
                    ? $"'{executable}' gets JSON on standard input in place of arguments, and must answer with check_keys"
                    : $"'{executable}' gets arguments in place of JSON on standard input"
            );
        }

        if (_to == ConfigDialect.Ossec && command.ExtraArguments is { } arguments)
        {
            LeftOut(command.Name, $"extra_args '{arguments}': OSSEC gives scripts no arguments of their own");
        }

        return command with
        {
            Executable = executable,
            Expect = ExpectOf(command, executable),
        };
    }

    private ExpectedFields ExpectOf(CommandDefinition command, string executable)
    {
        if (_to == ConfigDialect.Wazuh)
        {
            Changed(command.Name, "expect is gone: the script gets the whole alert, and checks itself what it needs");
            return command.Expect;
        }

        if (command.Expect != ExpectedFields.None)
        {
            return command.Expect;
        }

        var expect = StockFiles.NeedsUser(executable) ? ExpectedFields.User : ExpectedFields.SourceAddress;
        Changed(
            command.Name,
            $"expect is {string.Join(',', Output.Names.Of(expect))}: OSSEC sends nothing for alerts without it; correct it if needed"
        );
        return expect;
    }

    private IEnumerable<ResponseDefinition> Converted(ResponseDefinition response)
    {
        if (response.RulesGroup is { } group && !OssecWriter.CanSay(group))
        {
            LeftOut(response.Name, "its rules_group can't be written");
            return [];
        }

        if (response.Level is null or 0 || response.RulesGroup is null)
        {
            return [response];
        }

        if (_to == ConfigDialect.Ossec)
        {
            // Level and group together can't be said; by rule ids it fires either way.
            LeftOut(response.Name, "level and rules_group must both match in Wazuh; in OSSEC either would do: name its rules in rules_id");
            return response.RuleIds.IsDefaultOrEmpty ? [] : [response with { Level = null, RulesGroup = null }];
        }

        Changed(
            response.Name,
            "level or rules_group matches in OSSEC, in Wazuh both must: it is two responses; an alert that has both fires twice"
        );
        return [response with { RulesGroup = null }, response with { Level = null, RuleIds = [] }];
    }

    private void RemarkOnAll()
    {
        if (_config.Disabled)
        {
            LeftOut("active-response", "it is switched off on this host (disabled): the result isn't");
        }

        if (!_config.AllowList.Entries.IsEmpty)
        {
            Changed(
                "white_list",
                _to == ConfigDialect.Wazuh
                    ? "a listed address stops every response in Wazuh, in OSSEC only those that expect srcip"
                    : "a listed address stops only responses that expect srcip in OSSEC, in Wazuh every one"
            );
        }

        if (_config.Responses.Any(static response => response.Locations.HasFlag(ResponseLocation.All)))
        {
            Changed(
                "location all",
                _to == ConfigDialect.Wazuh ? "Wazuh orders it on active agents only, not on the manager" : "OSSEC orders it on every agent"
            );
        }

        if (!_config.RepeatedOffenders.Steps.IsDefaultOrEmpty)
        {
            Changed(
                "repeated_offenders",
                "each host that carries a response out reads its own ossec.conf; OSSEC's execd looks only into the first active-response"
            );
        }
    }

    private void Changed(string place, string text) => _remarks.Add(new Remark(RemarkKind.Changed, place, text));

    private void LeftOut(string place, string text) => _remarks.Add(new Remark(RemarkKind.LeftOut, place, text));
}
